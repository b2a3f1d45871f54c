import 'server-only';

/** Shell functions for services, by init system. `svc_log` shows the last lines that a service said. */
export const initShell = {
  systemd: String.raw`
svc_active() { systemctl is-active --quiet "$1.service"; }
svc_enabled() { systemctl is-enabled --quiet "$1.service" 2>/dev/null; }
svc_enable() { systemctl enable "$1.service"; }
svc_disable() { systemctl disable "$1.service"; }
svc_start() { systemctl start "$1.service"; }
svc_restart() { systemctl restart "$1.service"; }
svc_stop() { systemctl stop "$1.service"; }
svc_log() { journalctl -u "$1.service" -n 40 --no-pager -o cat; }
`,
  openrc: String.raw`
svc_active() { rc-service -q "$1" status >/dev/null 2>&1; }
svc_enabled() { rc-update show default 2>/dev/null | awk '{ print $1 }' | grep -qx "$1"; }
svc_enable() { rc-update add "$1" default; }
svc_disable() { rc-update del "$1" default; }
svc_start() { rc-service "$1" start; }
svc_restart() { rc-service "$1" restart; }
svc_stop() { rc-service "$1" stop; }
svc_log() { tail -n 40 "/var/log/$1.log" 2>/dev/null || :; }
`,
} as const;
