import type { Meaning } from '@/db/meaning';
import type { preparationLogs, serverPreparations } from './tables';

export const serverPreparationsMeaning: Meaning<typeof serverPreparations> = {
  about:
    'Installing, updating, checking or removing Docker on a server. The job is the engine, this row the record: both change in one transaction, and this one stays when the job is purged.',
  columns: {
    serverId: 'the server',
    jobId: 'the job that does it, while that is kept',
    kind: 'install: a preparation; check: a plan, of an undo where the options say so; remove: an undo',
    status: 'as the job',
    currentStep: 'key of the step that runs or ran last',
    totalSteps: 'how many steps there are',
    options: 'choices made when it was started',
    detectedOs: 'readable name of the system found',
    osFamily: 'the decision taken from ID and ID_LIKE',
    retryOfId: 'the run this one repeats from its failed step',
    requestedBy: 'who started it',
    errorCode: 'stable cause of the failure',
    errorMessage: 'the failure in words',
    result: 'versions found at the end',
    startedAt: 'when the first step began',
    completedAt: 'when it ended, however it ended',
  },
};

export const preparationLogsMeaning: Meaning<typeof preparationLogs> = {
  about:
    'One row per line of a preparation. Lines go after `retention.preparation_logs_days`, the preparation stays.',
  columns: {
    serverId: 'the server',
    preparationId: 'the run',
    seq: 'number of the line, from the job',
    step: 'key of the step; `job` outside of steps',
    status: 'state of the step at that moment',
    stream: 'where the line came from; `event` = said by Tomo',
    level: 'how important',
    message: 'the redacted line, at most 16 KiB',
    output: 'facts found, only on the event that closes a step',
    error: 'code, message and hint, only on the event that closes a failed step',
    timestamp: 'when the line arrived',
  },
};
