#!/bin/bash
# Repacks Debian's engine under the vendor's names and signs a repository of it.
#
# Packages that merely depend on Debian's cannot be: docker.io conflicts with docker-ce, as the vendor's does with it.
# The programs are trixie's for both suites, but for runc, which needs a newer libc than bookworm has.
set -euo pipefail
repository=$1
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)

sed 's/trixie/bookworm/' /etc/apt/sources.list > /etc/apt/sources.list.d/bookworm.list
apt-get update

# fetch PACKAGE/SUITE  -- into a folder of that name
fetch() {
  mkdir -p "$work/$1"
  (cd "$work/$1" && apt-get download "$1")
}

# repack POOL NAME VERSION DEPENDS CONFLICTS PACKAGE/SUITE…
# The maintainer scripts are those of the first package, the files those of all.
repack() {
  local pool=$repository/pool/$1 name=$2 version=$3 depends=$4 conflicts=$5
  shift 5
  local tree=$work/$name part
  rm -rf "$tree"
  for part in "$@"; do fetch "$part"; done
  dpkg-deb --raw-extract "$work/$1"/*.deb "$tree"
  for part in "${@:2}"; do dpkg-deb --extract "$work/$part"/*.deb "$tree"; done
  rm -rf "$tree/DEBIAN/md5sums" "$tree/usr/share/doc" "$tree/usr/share/man" "$tree/usr/share/lintian"
  cat > "$tree/DEBIAN/control" <<-CONTROL
	Package: $name
	Version: $version
	Architecture: $architecture
	Maintainer: Tomo lab <lab@localhost>
	Depends: $depends
	Conflicts: $conflicts
	Replaces: $conflicts
	Section: admin
	Priority: optional
	Description: stand-in for the vendor's $name, made of $*
	CONTROL
  mkdir -p "$pool"
  dpkg-deb --root-owner-group -Zzstd -z1 --build "$tree" "$pool/${name}_${version#*:}_$architecture.deb"
}

repack all docker-ce '5:26.1.5-1' \
  'libc6 (>= 2.34), libsystemd0, adduser, iptables, tini, containerd.io, docker-ce-cli' 'docker.io' docker.io/trixie
repack all docker-ce-cli '5:26.1.5-1' 'libc6 (>= 2.34)' 'docker-cli, docker.io' docker-cli/trixie
repack all docker-buildx-plugin '0.13.1-1' 'libc6 (>= 2.34)' 'docker-buildx' docker-buildx/trixie
repack all docker-compose-plugin '2.26.1-1' 'libc6 (>= 2.34)' 'docker-compose' docker-compose/trixie
for suite in bookworm trixie; do
  repack "$suite" containerd.io '1.7.24-1' 'libc6 (>= 2.34), libseccomp2' 'containerd, runc' containerd/trixie "runc/$suite"
done

export GNUPGHOME=$work/gnupg
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key 'Docker Release (Tomo lab)' ed25519 sign never
gpg --armor --export > "$repository/gpg"
gpg --with-colons --list-keys | awk -F: '$1 == "fpr" { print $10; exit }' > "$repository/fingerprint"

cd "$repository"
for suite in bookworm trixie; do
  binary=dists/$suite/stable/binary-$architecture
  mkdir -p "$binary"
  for pool in all "$suite"; do apt-ftparchive packages "pool/$pool"; done > "$binary/Packages"
  gzip --keep "$binary/Packages"
  release=APT::FTPArchive::Release
  apt-ftparchive -o "$release::Origin=Docker" -o "$release::Label=Docker CE" -o "$release::Suite=$suite" \
    -o "$release::Codename=$suite" -o "$release::Architectures=$architecture" -o "$release::Components=stable" \
    release "dists/$suite" > "$work/Release"
  mv "$work/Release" "dists/$suite/Release"
  gpg --batch --clearsign --output "dists/$suite/InRelease" "dists/$suite/Release"
  gpg --batch --armor --detach-sign --output "dists/$suite/Release.gpg" "dists/$suite/Release"
done
# The key signs this once and is gone: nobody can add to the repository.
rm -rf "$work"
