#!/bin/sh
# Runs the server as redis, open to the other services of its network.
set -e
case "$1" in -* | *.conf) set -- redis-server "$@" ;; esac
case "$1" in
  redis-server | valkey-server)
    set -- "$@" --protected-mode no
    if [ "$(id -u)" = 0 ]; then
      chown -R redis:redis /data
      exec setpriv --reuid redis --regid redis --init-groups "$@"
    fi
    ;;
esac
exec "$@"
