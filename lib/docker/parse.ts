import 'server-only';
import { z } from 'zod';
import { oddAnswer } from './errors';
import { list, map, maybeNumber, maybeText, text } from './shapes';

const publisher = z
  .object({ URL: maybeText, TargetPort: maybeNumber, PublishedPort: maybeNumber, Protocol: maybeText })
  .transform((raw) => ({
    address: raw.URL || undefined,
    containerPort: raw.TargetPort ?? 0,
    hostPort: raw.PublishedPort || undefined,
    protocol: raw.Protocol || 'tcp',
  }));

const container = z
  .object({
    ID: text,
    Name: text,
    Service: text,
    Image: maybeText,
    State: text,
    Health: maybeText,
    ExitCode: maybeNumber,
    Publishers: list(publisher),
  })
  .transform((raw) => ({
    id: raw.ID,
    name: raw.Name,
    service: raw.Service,
    image: raw.Image,
    /** running, exited, restarting, created, paused, dead */
    state: raw.State,
    /** starting, healthy, unhealthy; absent without a health check. */
    health: raw.Health || undefined,
    exitCode: raw.ExitCode ?? 0,
    published: raw.Publishers,
  }));

/** A container of a project as `docker compose ps` lists it. */
export type ComposeContainer = z.output<typeof container>;

/**
 * Reads `docker compose ps --format json`: one array up to Compose 2.20, one object per line since.
 * @throws DockerError `docker_odd_answer`
 */
export function parseComposePs(output: string): ComposeContainer[] {
  const trimmed = output.trim();
  const values = trimmed.startsWith('[') ? json(trimmed) : trimmed.split('\n').filter(Boolean).map(json);
  return checked(z.array(container), values);
}

const config = z
  .object({
    name: text,
    services: map(z.object({ image: maybeText })),
    volumes: map(z.unknown()),
    networks: map(z.unknown()),
  })
  .transform((raw) => ({
    name: raw.name,
    /** Service → image; services without one are built, which Tomo never does. */
    images: Object.fromEntries(Object.entries(raw.services).map(([service, { image }]) => [service, image])),
    volumes: Object.keys(raw.volumes),
    networks: Object.keys(raw.networks),
  }));

/** What a project consists of, in Compose's own view. */
export type ComposeConfig = z.output<typeof config>;

/** Reads `docker compose config --format json`. @throws DockerError `docker_odd_answer` */
export function parseComposeConfig(output: string): ComposeConfig {
  return checked(config, json(output));
}

function json(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    throw oddAnswer('text that is no JSON', error);
  }
}

function checked<T extends z.ZodType>(shape: T, value: unknown): z.output<T> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  throw oddAnswer('something of another shape', result.error);
}
