/** How many samples there are: their room is there before they are loaded. */
export const sampleCount = 21;
