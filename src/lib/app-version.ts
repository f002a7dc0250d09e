/** As in package.json, which a test compares it with: what files and networks say they were made by. */
export const appVersion = '0.1.0';
