'use client';

import { catchError, type ErrorInfo } from 'next/error';
import { errorId } from './error-id';
import { ErrorPanel } from './error-panel';
import { dataMessages } from './messages';

function PanelFailed({ panel }: { panel: string }, { error, retry }: ErrorInfo) {
  return (
    <ErrorPanel
      title={dataMessages.panelFailed(panel)}
      text={dataMessages.panelHint}
      id={errorId(error)}
      onRetry={retry}
    />
  );
}

/** Put around each panel, with its name: `<PanelBoundary panel="Metrics">`. A failed panel never takes the page down. */
export const PanelBoundary = catchError(PanelFailed);
