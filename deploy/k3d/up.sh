#!/usr/bin/env bash
# From nothing to an example that answers: a k3d cluster with OpenFaaS and Redis, two functions, one call.
# It may be run again: what is there is kept or brought up to date. `down.sh` removes everything.
#
#   deploy/k3d/up.sh [--redis-cluster]
set -euo pipefail

readonly CLUSTER=thrift-faas
# Pods call the registry by this name, images are pushed to localhost. OpenFaaS talks plain HTTP to a name in .localhost.
readonly REGISTRY=thrift-faas.localhost:5000
readonly PUSH_TO=localhost:5000
readonly CHARTS=https://openfaas.github.io/faas-netes/
export OPENFAAS_URL=http://127.0.0.1:8080

root=$(cd "$(dirname "$0")/../.." && pwd)
# Inside of the package, so that the example's client finds thrift-faas by its name.
work=${THRIFT_FAAS_K3D_FOLDER:-$root/.k3d}
gen=$work/gen

store=redis
case "${1-}" in
  "") ;;
  --redis-cluster) store=redis-cluster ;;
  *)
    echo "Usage: $0 [--redis-cluster]" >&2
    exit 2
    ;;
esac

main() {
  require_tools
  step "Cluster $CLUSTER"
  create_cluster
  step "Secrets"
  create_secrets
  step "Redis"
  "install_${store//-/_}"
  step "OpenFaaS"
  install_openfaas
  step "Functions"
  generate
  deploy
  step "A call, and one visitor more each time this is run"
  call
}

step() { printf '\n=== %s\n' "$1"; }

# Never another cluster than ours, whichever is the current one.
kube() { kubectl --context "k3d-$CLUSTER" "$@"; }
helm_install() {
  helm upgrade --install "$@" --kube-context "k3d-$CLUSTER" --namespace openfaas --repo "$CHARTS" --wait --timeout 10m
}

require_tools() {
  local tool gettable=() missing=()
  for tool in docker node npm k3d kubectl helm faas-cli; do
    command -v "$tool" >/dev/null && continue
    case $tool in
      docker) missing+=("docker    https://docs.docker.com/get-docker/") ;;
      node | npm) missing+=("$tool      Node.js 20.19 or newer: https://nodejs.org/") ;;
      *) gettable+=("$tool") ;;
    esac
  done
  if [ ${#gettable[@]} -gt 0 ]; then
    missing+=("${gettable[*]}    arkade get ${gettable[*]}    (arkade: https://github.com/alexellis/arkade)")
  fi
  if [ ${#missing[@]} -gt 0 ]; then
    echo "These tools are missing:" >&2
    printf '  %s\n' "${missing[@]}" >&2
    exit 1
  fi
  if ! docker info >/dev/null 2>&1; then
    echo "Docker does not answer. Start it, and see that you may use it: docker info" >&2
    exit 1
  fi
}

create_cluster() {
  if k3d cluster list "$CLUSTER" >/dev/null 2>&1; then
    k3d cluster start "$CLUSTER"
  else
    # 31112 is the gateway's port on the nodes: see deploy/openfaas/values.yaml.
    k3d cluster create "$CLUSTER" --wait --kubeconfig-switch-context=false \
      --registry-create "${REGISTRY%:*}:127.0.0.1:${PUSH_TO#*:}" \
      --port "127.0.0.1:8080:31112@server:0"
  fi
  k3d kubeconfig merge "$CLUSTER" --kubeconfig-merge-default --kubeconfig-switch-context=false >/dev/null
  kube apply -f "$root/deploy/openfaas/namespaces.yaml"
}

# Made once, at random: a password that changes would lock the functions out.
create_secrets() {
  local secret
  for secret in thrift-faas-store-password redis-admin-password; do
    if kube -n openfaas-fn get secret "$secret" >/dev/null 2>&1; then
      echo "$secret is there already"
    else
      node -p 'require("node:crypto").randomBytes(32).toString("hex")' |
        kube -n openfaas-fn create secret generic "$secret" --from-file="$secret=/dev/stdin"
    fi
  done
}

install_redis() {
  export THRIFT_FAAS_STORE=redis://thrift-faas@redis.openfaas-fn:6379
  kube apply -f "$root/deploy/redis/"
  kube -n openfaas-fn rollout status statefulset/redis --timeout 10m
}

install_redis_cluster() {
  local host=redis-cluster.openfaas-fn:6379
  export THRIFT_FAAS_STORE="redis-cluster://thrift-faas@redis-cluster-0.$host,redis-cluster-1.$host,redis-cluster-2.$host"
  kube apply -f "$root/deploy/redis-cluster/"
  kube -n openfaas-fn rollout status statefulset/redis-cluster --timeout 10m
  kube -n openfaas-fn wait job/redis-cluster-create --for condition=complete --timeout 10m
}

install_openfaas() {
  helm_install openfaas openfaas --version 15.0.6 --values "$root/deploy/openfaas/values.yaml"
  helm_install cron-connector cron-connector --version 0.6.16
  faas-cli ready
  kube -n openfaas get secret basic-auth -o jsonpath='{.data.basic-auth-password}' | base64 --decode |
    faas-cli login --username admin --password-stdin
}

# The example's project. Handlers that are there already are left alone: change them, and run this again.
generate() {
  cd "$root"
  [ -d node_modules ] || npm ci
  npm run build
  if [ ! -d "$gen/functions" ]; then
    mkdir -p "$gen"
    cp "$root"/deploy/k3d/example/{client.ts,tsconfig.json} "$work"
    cp -R "$root/deploy/k3d/example/functions" "$gen"
  fi
  node dist/bin/thrift-faas.js gen deploy/k3d/example/guestbook.thrift -o "$gen"
  # The images get this package as it is here, not as npm knows it.
  local template=$gen/template/thrift-faas tarball
  tarball=$(npm pack --silent --pack-destination "$template")
  (cd "$template" && npm pkg set "dependencies.thrift-faas=file:$tarball")
}

deploy() {
  cd "$gen"
  IMAGE_PREFIX=$PUSH_TO faas-cli build
  IMAGE_PREFIX=$PUSH_TO faas-cli push
  IMAGE_PREFIX=$REGISTRY faas-cli deploy
  local function
  for function in guestbook visitor-counter; do
    kube -n openfaas-fn rollout status "deployment/$function" --timeout 5m
  done
}

call() {
  cd "$root"
  npx tsc -p "$work"
  node "$work/out/client.js" "$OPENFAAS_URL" "$(id -un)"
}

main
