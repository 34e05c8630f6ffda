import { expect, test } from '@jest/globals';
import { isNewEnough, missingLines } from './prerequisites.ts';

test('a missing tool is one line with its name and the command that installs it', () => {
  const java = { title: 'Java 17', debian: 'openjdk-17-jdk-headless' };
  const kit = { ...java, title: 'a Java 17 development kit' };
  expect(missingLines([java, { title: 'Maven', debian: 'maven' }, kit])).toEqual([
    'Missing: a Java 17 development kit. Install it: sudo apt-get install -y openjdk-17-jdk-headless',
    'Missing: Maven. Install it: sudo apt-get install -y maven',
  ]);
});

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17, true],
  ['javac 21.0.2', 17, true],
  ['openjdk version "11.0.2" 2019-01-15', 17, false],
  ['java version "1.8.0_292"', 17, false],
  ['command not found', 17, false],
])('%s is at least %d: %s', (output, least, verdict) => {
  expect(isNewEnough(output, least)).toBe(verdict);
});
