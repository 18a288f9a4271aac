#!/usr/bin/env bash
# Removes what up.sh has made: the cluster with all that is stored in it, its registry, and the example's project.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
k3d cluster delete thrift-faas
rm -rf "${THRIFT_FAAS_K3D_FOLDER:-$root/.k3d}"
