/** Text of a contract, with what stands between backticks as code (CommonMark, Code spans). */
export function DocText({ text }: { text: string }) {
  return text.split(/`([^`]+)`/).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
