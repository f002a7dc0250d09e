import { t } from '../../language/language.ts';
import * as backward from './passes/backward.ts';
import * as forward from './passes/forward.ts';
import * as gradients from './passes/gradients.ts';
import * as images from './passes/images.ts';
import { results, update, updateVertex } from './passes/update.ts';
import { wholeViewport } from './shader.ts';
import { textureUnits } from './textures.ts';

const fragments = {
  asTheyAre: images.asTheyAre,
  chance: images.chance,
  move: images.move,
  changeLine: images.changeLine,
  c1s2: forward.c1s2,
  c3s4: forward.c3s4,
  c5: forward.c5Forward,
  f6: forward.f6Forward,
  train: forward.outputs('train'),
  probabilities: forward.outputs('probabilities'),
  logits: forward.outputs('logits'),
  f6Backward: backward.f6Backward,
  c5Backward: backward.c5Backward,
  c3Backward: backward.c3Backward,
  s2Backward: backward.s2Backward,
  inputBackward: backward.inputBackward,
  c1Gradient: gradients.c1Gradient,
  c3Gradient: gradients.c3Gradient,
  c5Gradient: gradients.c5Gradient,
  f6Gradient: gradients.f6Gradient,
  outputGradient: gradients.outputGradient,
  update,
  results,
} as const;

export type ProgramName = keyof typeof fragments;
type Programs = Readonly<Record<ProgramName, WebGLProgram>>;

/**
 * All at once, so that the driver may compile them in parallel; only then is the first of them asked for.
 * @throws Error with the compiler's words
 */
export function compile(gl: WebGL2RenderingContext): Programs {
  const shader = (type: number, source: string) => {
    const made = gl.createShader(type);
    if (!made) throw new Error(t`the GPU context was lost`);
    gl.shaderSource(made, source);
    gl.compileShader(made);
    return made;
  };
  const whole = shader(gl.VERTEX_SHADER, wholeViewport);
  const ofUpdate = shader(gl.VERTEX_SHADER, updateVertex);
  const linked = Object.entries(fragments).map(([name, source]) => {
    const program = gl.createProgram();
    const vertex = name === 'update' ? ofUpdate : whole;
    const fragment = shader(gl.FRAGMENT_SHADER, source);
    gl.attachShader(program, vertex);
    gl.attachShader(program, fragment);
    gl.linkProgram(program);
    return { name, program, vertex, fragment };
  });
  for (const { name, program, vertex, fragment } of linked) {
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
      const logs = [
        gl.getShaderInfoLog(vertex),
        gl.getShaderInfoLog(fragment),
        gl.getProgramInfoLog(program),
      ];
      throw new Error(`the shader ${name} does not compile: ${logs.filter(Boolean).join(' ')}`);
    }
    gl.deleteShader(fragment);
    activate(gl, program);
    textureUnits.forEach((texture, unit) => {
      const sampler = gl.getUniformLocation(program, texture);
      if (sampler) gl.uniform1i(sampler, unit);
    });
  }
  gl.deleteShader(whole);
  gl.deleteShader(ofUpdate);
  return Object.fromEntries(linked.map(({ name, program }) => [name, program])) as Programs;
}

export function activate(gl: WebGL2RenderingContext, program: WebGLProgram): void {
  // biome-ignore lint/correctness/useHookAtTopLevel: no hook of React's
  gl.useProgram(program);
}
