/** The console: strings its parts together and begins. */
import '@fontsource-variable/source-sans-3/wght.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/controls.css';
import './styles/inbox.css';
import './styles/groups.css';
import './styles/case.css';
import './styles/pages.css';
import './styles/office.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueries } from './api/queries.ts';
import { Announcer } from './app/announce.tsx';
import { Boundary } from './app/boundary.tsx';
import { Gate } from './app/gate.tsx';
import { listenForKeys } from './app/keys.tsx';
import { router } from './app/router.tsx';
import { applyTheme } from './app/theme.ts';
import { I18nProvider } from './i18n/index.tsx';

const place = document.getElementById('root');
if (!place) throw new Error('the page has no place for the console');
applyTheme();
listenForKeys();
// After an update of the server, an open page asks for parts that are gone: it needs the new page.
addEventListener('vite:preloadError', () => location.reload());

createRoot(place).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <I18nProvider>
        <QueryClientProvider client={createQueries()}>
          <Tooltip.Provider delay={300}>
            <Boundary>
              <Gate>
                <RouterProvider router={router} />
              </Gate>
              <Announcer />
            </Boundary>
          </Tooltip.Provider>
        </QueryClientProvider>
      </I18nProvider>
    </CSPProvider>
  </StrictMode>,
);
