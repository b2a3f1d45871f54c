import type { Meaning } from '@/db/meaning';
import type { jobLogs, jobSteps, jobs } from './tables';

export const jobsMeaning: Meaning<typeof jobs> = {
  about:
    'Long work that must survive the request and the process. A retry is a new row. Kept for `retention.jobs_days` after its end, with steps and lines.',
  columns: {
    kind: 'what is done, for example `app.install`',
    status: 'everything but pending and running is final',
    lane: 'one running job at a time per lane; NULL = beside all others',
    dedupeKey: 'kind and target: one active job each, a double click finds it',
    priority: 'lower runs first',
    runAfter: 'not before',
    payload: 'ids and plain options, never a secret',
    groupId: 'the bulk action it belongs to',
    serverId: 'server it works on, while that exists',
    installedAppId: 'app it works on, while that exists',
    targetLabel: 'name of the target at that time',
    attempt: 'raised by each claim; every later write names it',
    maxAttempts: 'how often it may be claimed',
    leaseOwner: 'process that runs it',
    leaseExpiresAt: 'free to others from then on',
    heartbeatAt: 'last sign of life',
    cancelRequestedAt: 'somebody wants it to stop',
    cancelRequestedBy: 'who',
    progressPercent: 'of the whole, when known',
    currentStep: 'key of the step that runs or ran last',
    lastLogSeq: 'number of the newest line',
    logBytes: 'what its stored lines take in the file, about',
    errorCode: 'stable cause of the failure',
    errorMessage: 'the failure in words',
    result: 'facts at the end',
    auditIntentSeq: 'the intent its outcome answers',
    requestedBy: 'who asked for it',
    retryOfId: 'the job this one repeats',
    startedAt: 'first claim',
    finishedAt: 'end, however it ended',
    logCut: 'what the cap took out of the middle of its lines, and the line that says so',
  },
};

export const jobStepsMeaning: Meaning<typeof jobSteps> = {
  about: 'Where a job stands and from where it continues.',
  columns: {
    jobId: 'the job',
    position: 'order',
    key: 'stable name',
    status: 'state',
    startedAt: 'begin',
    finishedAt: 'end',
    durationMs: 'by a monotonic clock',
    progressPercent: 'when known',
    remoteRef: 'the detached run on the server',
    remoteOffset: 'last byte of its output whose lines are committed',
    exitCode: 'of the remote run',
    errorCode: 'stable cause of the failure',
    errorMessage: 'the failure in words',
    result: 'facts found',
    firstSeq: 'number of its first line',
  },
};

export const jobLogsMeaning: Meaning<typeof jobLogs> = {
  about:
    'Output of a job, one row per line. Preparations keep theirs in `preparation_logs`: each line has one home.',
  columns: {
    jobId: 'the job',
    seq: 'number of the line, the cursor of live output',
    step: 'key of the step; `job` outside of steps',
    stream: 'where the line came from; `event` = said by Tomo',
    level: 'how important',
    message: 'the redacted line',
    timestamp: 'when the line arrived',
  },
};
