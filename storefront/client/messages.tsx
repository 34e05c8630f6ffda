'use client';
import { createContext, type ReactNode, useContext, useState } from 'react';
import type { Locale } from '../messages/language.ts';
import type { Messages } from '../messages/messages.ts';

/** What the layout hands to the components that run in the browser: their messages in the language of this shop. */
export type BrowserMessages = Messages['browser'] & { readonly locale: Locale };

const Context = createContext<BrowserMessages | undefined>(undefined);

/** Gives the components below it their messages; a page keeps those that it came with, however often it is rendered. */
export function MessagesProvider({ messages, children }: { messages: BrowserMessages; children: ReactNode }) {
  const [first] = useState(messages);
  return <Context value={first}>{children}</Context>;
}

/** The messages of the page. */
export function useMessages(): BrowserMessages {
  const messages = useContext(Context);
  if (!messages) throw new Error('Components that run in the browser are rendered inside of MessagesProvider only');
  return messages;
}
