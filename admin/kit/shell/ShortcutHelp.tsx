import './shortcut-help.css';
import { Dialog, DialogContent, DialogTitle } from '@mui/material';
import { useEffect } from 'react';
import { isTyping } from './keyboard-focus.ts';
import { closeOverlay, openHelp, useOverlay } from './overlay-state.ts';

const groups: readonly { label: string; keys: readonly [string, string][] }[] = [
  {
    label: 'Everywhere',
    keys: [
      ['Ctrl K', 'Search or jump to'],
      ['Ctrl Z', 'Undo what was just saved'],
      ['?', 'These shortcuts'],
      ['Esc', 'Close what is open'],
    ],
  },
  {
    label: 'In lists',
    keys: [
      ['/', 'Search the list'],
      ['j', 'Next row'],
      ['k', 'Row before'],
      ['Enter', 'Open'],
      ['e', 'Edit'],
      ['x', 'Select'],
    ],
  },
  {
    label: 'In forms',
    keys: [['Ctrl S', 'Save']],
  },
];

/** The keyboard shortcuts; opens with `?`. */
export function ShortcutHelp() {
  const overlay = useOverlay();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === '?' && !isTyping(event)) openHelp();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <Dialog open={overlay === 'help'} onClose={closeOverlay} maxWidth="xs" fullWidth aria-labelledby="shortcut-help">
      <DialogTitle id="shortcut-help">Keyboard shortcuts</DialogTitle>
      <DialogContent>
        {groups.map(({ label, keys }) => (
          <section key={label} className="shortcuts">
            <h3>{label}</h3>
            <dl>
              {keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt>{meaning}</dt>
                  <dd>
                    {key.split(' ').map(part => (
                      <kbd key={part}>{part}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogContent>
    </Dialog>
  );
}
