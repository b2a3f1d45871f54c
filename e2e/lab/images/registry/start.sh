# Both or none: the container ends with the registry.
nginx -c /lab/nginx.conf
exec docker-registry serve /lab/registry.yml
