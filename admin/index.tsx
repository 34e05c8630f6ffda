import '@fontsource-variable/inter/index.css';
import '../look/tokens.css';
import './kit/theme/base.css';
import './kit/theme/forced-colors.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { applyColorScheme } from './kit/theme/color-scheme.ts';

applyColorScheme();
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
