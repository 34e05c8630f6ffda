import '@fontsource-variable/inter/index.css';
import '../look/tokens.css';
import './kit/theme/base.css';
import './kit/theme/forced-colors.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { measureFieldReads } from './kit/api/usage.ts';
import { applyColorScheme } from './kit/theme/color-scheme.ts';

applyColorScheme();
// without the settings nothing is measured
measureFieldReads().catch(() => undefined);
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
