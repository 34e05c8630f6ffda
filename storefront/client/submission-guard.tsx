'use client';
import { useEffect } from 'react';
import { keepTypedValues, restoreTypedValues } from './typed-values.ts';

/** The part of the Navigation API (HTML, section 7.2.6) that is used here. */
interface NavigateEvent extends Event {
  readonly destination: { readonly url: string };
  readonly formData: FormData | null;
  readonly userInitiated: boolean;
}

const isSamePage = (event: Event): boolean => {
  const { destination, formData, userInitiated } = event as NavigateEvent;
  return formData === null && !userInitiated && destination.url === location.href;
};

/**
 * Lets a form that was submitted arrive. A refresh of the page that fails loads the whole page again, which would
 * cancel the request of a form that is on its way: Pay would seem to do nothing (browsers without the Navigation API do
 * without). When its response is lost, what was typed is there again.
 */
export function SubmissionGuard() {
  useEffect(() => {
    restoreTypedValues();
    let isSubmitted = false;
    let wasReloadPrevented = false;
    const onSubmit = (event: Event) => {
      if (event.defaultPrevented) return;
      isSubmitted = true;
      keepTypedValues();
    };
    const onNavigate = (event: Event) => {
      if (!isSubmitted || !isSamePage(event)) return;
      event.preventDefault();
      wasReloadPrevented = true;
    };
    const onPageShow = ({ persisted }: PageTransitionEvent) => {
      isSubmitted = false;
      if (!persisted || !wasReloadPrevented) return;
      // The router waits for the load that was prevented, and would follow no link.
      keepTypedValues();
      location.reload();
    };
    const { navigation } = window as { navigation?: EventTarget };
    addEventListener('submit', onSubmit);
    addEventListener('pageshow', onPageShow);
    navigation?.addEventListener('navigate', onNavigate);
    return () => {
      removeEventListener('submit', onSubmit);
      removeEventListener('pageshow', onPageShow);
      navigation?.removeEventListener('navigate', onNavigate);
    };
  }, []);
  return null;
}
