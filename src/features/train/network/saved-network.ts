import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { appVersion } from '../../../lib/app-version.ts';
import { formatCount } from '../../../lib/format.ts';
import type { Architecture } from '../../../network/architecture.ts';
import { architectureNamed, architectureTag } from '../../../network/architecture-names.ts';
import { flatSettings, type NetworkProvenance } from '../../../network/provenance.ts';
import { defaultSettings } from '../../../run/settings/run-settings.ts';
import type { NewNetwork } from '../../../storage/network-library.ts';
import { dataTitle } from '../../../storage/stored-titles.ts';

/**
 * The network that the Train page shows, of now or of a moment of the timeline, with all that is known of
 * how it came to be at that step; null while there is none.
 */
export function shownNetwork(view: TrainerView, now = Date.now()): NewNetwork | null {
  const { moment, status, curves, data } = view;
  if (!moment || status.runId !== moment.runId) return null;
  const { step } = moment;
  const dataName = data?.name ?? null;
  const own = curves?.runId === moment.runId ? curves : null;
  const upTo = (points: NonNullable<typeof own>['training'] = []) =>
    points.filter((point) => point.step <= step);
  const validation = upTo(own?.validation);
  const { seed, ...settings } = status.settings;
  const { origin } = status;
  const architecture = architectureNamed(moment.architecture);
  const epochsDone = status.epochsDone && status.epochsDone * (step / status.step);
  const provenance: NetworkProvenance = {
    ...architectureTag(architecture),
    made: origin ? 'fine-tuned' : 'trained',
    madeAt: now,
    appVersion,
    from: origin?.name ?? null,
    dataName,
    seed,
    // All that it has had; of a network of unknown history only those of this run are known.
    steps: origin?.steps === null ? null : (origin?.steps ?? 0) + step,
    settings: {
      ...flatSettings(settings),
      ...(origin && { stepsOfThisRun: step }),
      ...(epochsDone !== null && epochsDone < status.epochs && { epochsDone }),
      ...(status.engine && { trainedBy: status.engine.kind }),
    },
    results: resultsOf(view, validation.at(-1)),
  };
  const name = origin
    ? t`${origin.name}, trained further`
    : kindInName(architecture) +
      t`${dataName === null ? t`Network` : dataTitle(dataName)}, seed ${seed}, step ${formatCount(step)}`;
  return { name, parameters: moment.parameters, provenance, training: upTo(own?.training), validation };
}

/** The usual network goes without saying. */
function kindInName(architecture: Architecture): string {
  return architecture.id === defaultSettings.network ? '' : `${architecture.name}, `;
}

/** What was measured of it: validation before its step, the test set, MNIST's or another, at exactly its step. */
function resultsOf(
  { moment, tested }: TrainerView,
  validation: { readonly loss: number; readonly accuracy: number } | undefined,
): NetworkProvenance['results'] {
  const measured = tested && tested.runId === moment?.runId && tested.step === moment.step ? tested : null;
  return {
    ...(validation && { validationLoss: validation.loss, validationAccuracy: validation.accuracy }),
    ...(measured &&
      (measured.dataName === 'MNIST'
        ? { testAccuracy: measured.right / measured.total, testImages: measured.total }
        : { ownTestAccuracy: measured.right / measured.total })),
  };
}
