/** No delimiter of a URL, which would end the host (WHATWG URL, 4.3, forbidden host code points). */
const HOST = /^[^\s\p{Cc}/?#@\\:[\]%<>^|]+$/u;
/** Labels of letters, digits and hyphens (RFC 5321, 4.1.2), the last of which is no number. */
const ASCII_DOMAIN =
  /^(?=.{1,253}$)(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)+(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
/** As people write it: no blank, no second @, nothing that ends an address in a list or a header (RFC 6531, 3.3). */
const LOCAL_PART = /^[^\s\p{Cc}\p{Cf}@,;<>"]{1,64}$/u;

/** A domain in ASCII and lower case (UTS 46, RFC 5891); undefined where there is none like that. */
export function asciiDomain(domain: string): string | undefined {
  if (!HOST.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  const { hostname } = new URL(`http://${domain}`);
  return ASCII_DOMAIN.test(hostname) ? hostname : undefined;
}

/** The format `idn-email`: an e-mail address, also with letters beyond ASCII on both sides of the @ (RFC 6531). */
export function isIdnEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  return LOCAL_PART.test(text.slice(0, at)) && asciiDomain(text.slice(at + 1)) !== undefined;
}
