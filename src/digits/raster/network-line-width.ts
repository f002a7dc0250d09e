/**
 * Width of the line that the network is given, in pixels of the 20 x 20 box, whatever the brush and
 * the pressure. It is the mean over MNIST's 60,000 training images, by two measures: twice the ink's
 * area over the length of its outline gives 2.45 (median 2.36), twice the distance from the line's
 * middle to its edge 2.44 (median 2.30). Darkness and greys then agree too: mnist-statistics.test.ts.
 */
export const networkLineWidth = 2.45;
