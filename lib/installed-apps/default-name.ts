/** What an app is called in Tomo unless a person says otherwise: the application, and what its own name on the server adds. */
export function defaultName(application: { name: string; slug: string }, instanceName: string): string {
  if (instanceName === application.slug || instanceName === '') return application.name;
  const rest = instanceName.startsWith(`${application.slug}-`)
    ? instanceName.slice(application.slug.length + 1)
    : '';
  return /^\d{1,4}$/.test(rest) ? `${application.name} ${rest}` : `${application.name} (${instanceName})`;
}
