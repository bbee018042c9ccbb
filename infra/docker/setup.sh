#!/bin/sh
# The container `setup` of infra/compose.yaml, as root: what infra/launcher/setup.mjs writes, each file for the one who
# needs it. Every service runs as a user of its own, with the numbers that compose.yaml gives it.
set -eu
umask 077
node /opt/enginehouse/infra/launcher/setup.mjs --out /setup "$@"
chmod 711 /setup /setup/nats

uid=10000
for service in nats catalog scheduler api marketplace gateway webhooks; do
  case $service in
    nats) chown "$uid" /setup/nats/nats-server.conf /setup/nats/access.conf /volumes/nats ;;
    *) chown "$uid" "/setup/$service.env" "/setup/nats/$service.creds" ;;
  esac
  case $service in
    api) mkdir -p /setup/bootstrap && chown -R "$uid" /setup/bootstrap /setup/nats/account-signing.seed ;;
    gateway) chown "$uid" /volumes/gateway ;;
  esac
  uid=$((uid + 1))
done
# For the group of those who open what is sealed: api, gateway and webhooks.
chgrp 10000 /setup/secrets.key
chmod 640 /setup/secrets.key
