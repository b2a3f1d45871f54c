import { defineUnknown } from '@/lib/procedures/unknown';

export const GET = defineUnknown();
export const POST = defineUnknown();
export const PUT = defineUnknown();
export const PATCH = defineUnknown();
export const DELETE = defineUnknown();
