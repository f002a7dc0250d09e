import type { Architecture } from './architecture.ts';
import { lenet5 } from './lenet-5.ts';
import { lenet5Of1998 } from './lenet-5-1998.ts';

/** The networks that the app knows. What is stored or read from a file names one of them. */
export const architectures: readonly Architecture[] = [lenet5, lenet5Of1998];
