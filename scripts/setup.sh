#!/usr/bin/env bash
# Brings a machine to the point where Salus builds: system packages, Rust, the Wasm target.
# Idempotent: what is there stays, and a second run takes seconds. Writes nothing into the clone.
#
#   SALUS_TARGET_DIR   where to build (default: $XDG_CACHE_HOME/salus/target)
#   SALUS_RUST         rustup | debian: where the native compiler comes from
#   SALUS_WASM         rustup | debian: where the compiler of the Wasm runtime comes from
#
# Without the last two, rustup is taken where it can download, and Debian's compiler where not.
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

case "${1:-}" in
'') ;;
-h | --help)
	sed -n '2,/^set -/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
	exit 0
	;;
*) usage_error "setup.sh takes no arguments, but got: $*" ;;
esac
for choice in "${SALUS_RUST:=}" "${SALUS_WASM:=}"; do
	[[ "$choice" =~ ^(rustup|debian)?$ ]] ||
		usage_error "SALUS_RUST and SALUS_WASM are rustup or debian, not '$choice'"
done

pinned="$(pinned_rust)"
[[ -n "$pinned" ]] || die "rust-toolchain.toml names no channel"
wasm_target=wasm32v1-none
# What an earlier run decided: so that a machine without a network is not tried again every time.
rust_before="${SALUS_RUST_IN_USE:-}"
wasm_before="${SALUS_WASM_IN_USE:-}"
# The choice is made anew below. An old one must not leak into the commands that make it.
unset RUSTUP_TOOLCHAIN WASM_BUILD_TOOLCHAIN

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

#---------------------------------------------------------------------------------------------------
# Root and apt
#---------------------------------------------------------------------------------------------------

can_be_root() {
	[[ "$(id -u)" == 0 ]] || command -v sudo >/dev/null
}

as_root() {
	if [[ "$(id -u)" == 0 ]]; then
		"$@"
	elif can_be_root; then
		sudo "$@"
	else
		die "this needs root, and there is no sudo. Run scripts/setup.sh once as root. It was: $*"
	fi
}

apt_lists_are_fresh=no
refresh_apt_lists() {
	[[ "$apt_lists_are_fresh" == no ]] || return 0
	apt_lists_are_fresh=yes
	can_be_root || return 0
	say "  refreshing the package lists (apt-get update)"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
		warn "apt-get update failed: going on with the package lists that are there"
}

# Never removes a package: a conflict has to be the owner's decision.
apt_install() {
	can_be_root || {
		warn "neither root nor sudo here. To be run once as root: apt-get install --no-install-recommends $*"
		return 1
	}
	refresh_apt_lists
	say "  installing: $*"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		--no-remove -o DPkg::Lock::Timeout=300 "$@" >"$scratch/apt.log" 2>&1 || {
		tail -n 20 "$scratch/apt.log" >&2
		return 1
	}
}

has_package() {
	[[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

version_at_least() {
	[[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" == "$2" ]]
}

#---------------------------------------------------------------------------------------------------
# 1. System packages
#---------------------------------------------------------------------------------------------------

# What each is for: a C and C++ compiler for wasm-opt, zstd and secp256k1; perl and make for the
# OpenSSL that comes as source; protoc for the network messages; git for the version string.
missing_packages() {
	command -v gcc >/dev/null || echo gcc
	command -v g++ >/dev/null || echo g++
	command -v make >/dev/null || echo make
	[[ -e /usr/include/stdio.h ]] || echo libc6-dev
	perl -MIPC::Cmd -MFile::Compare -e 1 2>/dev/null || echo perl
	command -v pkg-config >/dev/null || echo pkg-config
	command -v protoc >/dev/null || echo protobuf-compiler
	command -v curl >/dev/null || echo curl
	[[ -s /etc/ssl/certs/ca-certificates.crt ]] || echo ca-certificates
	command -v git >/dev/null || echo git
}

system_packages() {
	local missing
	mapfile -t missing < <(missing_packages)
	if ((${#missing[@]} == 0)); then
		say "system packages: all there"
	else
		say "system packages: missing ${missing[*]}"
		command -v apt-get >/dev/null ||
			die "this is neither Debian nor Ubuntu. Install these yourself, then run it again: ${missing[*]}"
		apt_install "${missing[@]}" ||
			die "apt could not install: ${missing[*]} (what apt said is above; no network, no root, or an unsupported release)"
		mapfile -t missing < <(missing_packages)
		((${#missing[@]} == 0)) || die "still missing after the installation: ${missing[*]}"
	fi

	# Only the end-to-end test with the JavaScript library needs it, and that one can be left out.
	if command -v node >/dev/null && command -v npm >/dev/null; then
		say "node.js: $(node --version)"
	elif command -v apt-get >/dev/null && apt_install nodejs npm; then
		say "node.js: $(node --version)"
	else
		warn "no node.js here: the end-to-end test with the JavaScript library will be skipped"
	fi
}

disk_space() {
	# A target folder with everything in it takes 6 GB more while tests and documentation build.
	local need=12 folder="$CARGO_TARGET_DIR" free
	[[ ! -x "$CARGO_TARGET_DIR/release/salus-node" ]] || need=3
	while [[ ! -d "$folder" ]]; do folder="$(dirname "$folder")"; done
	free=$(($(df -Pk "$folder" | awk 'NR == 2 { print $4 }') / 1024 / 1024))
	((free >= need)) ||
		die "$CARGO_TARGET_DIR has $free GB free and the build needs $need GB. SALUS_TARGET_DIR names another place"
	say "target folder: $CARGO_TARGET_DIR ($free GB free)"
}

#---------------------------------------------------------------------------------------------------
# 2. Rust
#---------------------------------------------------------------------------------------------------

# Where nothing can be downloaded, that should show at once and not after minutes of retries.
rustup_quick() {
	RUSTUP_MAX_RETRIES=1 timeout 900 rustup "$@" >"$scratch/rustup.log" 2>&1
}

rustup_has_pinned() {
	RUSTUP_AUTO_INSTALL=0 rustup run "$pinned" rustc --version >/dev/null 2>&1
}

# Not the distribution's package of it: that one conflicts with the compiler to fall back on.
install_rustup() {
	say "  installing rustup"
	# What sh.rustup.rs hands out, but from the host that the toolchain comes from as well: one host
	# fewer for a firewall to let through.
	curl --proto '=https' --tlsv1.2 -sSf --connect-timeout 15 --max-time 120 \
		https://static.rust-lang.org/rustup/rustup-init.sh -o "$scratch/rustup-init.sh" 2>"$scratch/rustup.log" || return 1
	RUSTUP_MAX_RETRIES=1 timeout 900 sh "$scratch/rustup-init.sh" -y --profile minimal \
		--default-toolchain none --no-modify-path >"$scratch/rustup.log" 2>&1 || return 1
	export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
}

# Sets rust_in_use.
native_rust() {
	if [[ "$SALUS_RUST" != debian ]]; then
		if command -v rustup >/dev/null && rustup_has_pinned; then
			rust_in_use=rustup
		elif [[ -z "$SALUS_RUST" && "$rust_before" == debian ]]; then
			rust_in_use=debian
		elif { command -v rustup >/dev/null || install_rustup; } &&
			say "  downloading Rust $pinned" &&
			rustup_quick toolchain install "$pinned" --profile minimal \
				-c rustfmt -c clippy -t "$wasm_target" --no-self-update; then
			rust_in_use=rustup
		else
			[[ ! -s "$scratch/rustup.log" ]] || tail -n 3 "$scratch/rustup.log" | cut -c1-200 | sed 's/^/  /' >&2
			[[ "$SALUS_RUST" != rustup ]] || die "SALUS_RUST=rustup, but rustup cannot get Rust $pinned"
			say "  rustup cannot get Rust $pinned here: falling back on the compiler of the distribution"
			rust_in_use=debian
		fi
	else
		rust_in_use=debian
	fi

	if [[ "$rust_in_use" == rustup ]]; then
		local component
		for component in rustfmt clippy; do
			rustup component list --toolchain "$pinned" --installed | grep -q "^$component" ||
				rustup_quick component add --toolchain "$pinned" "$component" ||
				warn "rustup cannot get $component: the check will skip what needs it"
		done
		say "native Rust: $(rustup run "$pinned" rustc --version) from rustup"
	else
		debian_compiler
		local tools=()
		[[ -x /usr/bin/rustfmt ]] || tools+=(rustfmt-web)
		[[ -x /usr/bin/cargo-clippy ]] || tools+=(rust-web-clippy)
		((${#tools[@]} == 0)) || apt_install "${tools[@]}" ||
			warn "no ${tools[*]} for this compiler: the check will skip what needs it"
		say "native Rust: $(/usr/bin/rustc --version) from the distribution"
	fi
}

debian_compiler() {
	command -v apt-get >/dev/null ||
		die "Rust $pinned cannot be downloaded, and this is no Debian to take a compiler from"
	local wanted=() package candidate
	for package in rustc-web cargo-web rust-web-src; do
		has_package "$package" || wanted+=("$package")
	done
	((${#wanted[@]} == 0)) && version_at_least "$(debian_rustc_version)" "$pinned" && return 0

	refresh_apt_lists
	candidate="$(apt-cache policy rustc-web 2>/dev/null | sed -n 's/^ *Candidate: *//p')"
	[[ "$candidate" == [0-9]* ]] ||
		die "Rust $pinned cannot be downloaded, and this release has no package rustc-web. A network for rustup is needed"
	version_at_least "${candidate%%[+-]*}" "$pinned" ||
		die "Rust $pinned cannot be downloaded, and this release has only rustc-web $candidate. A network for rustup is needed"
	apt_install rustc-web cargo-web rust-web-src ||
		die "apt could not install rustc-web, cargo-web and rust-web-src. If it names a conflict, remove the packages rustc, cargo or rustup first"
}

debian_rustc_version() {
	/usr/bin/rustc -vV | sed -n 's/^release: *//p'
}

#---------------------------------------------------------------------------------------------------
# 3. The Wasm target
#---------------------------------------------------------------------------------------------------

rustup_has_wasm() {
	rustup target list --toolchain "$pinned" --installed 2>/dev/null | grep -qx "$wasm_target"
}

# Sets wasm_in_use.
wasm_rust() {
	wasm_in_use=debian
	if [[ "$rust_in_use" == rustup && "$SALUS_WASM" != debian ]]; then
		if rustup_has_wasm; then
			wasm_in_use=rustup
		elif [[ -n "$SALUS_WASM" || "$wasm_before" != debian ]]; then
			say "  downloading the target $wasm_target"
			if rustup_quick target add --toolchain "$pinned" "$wasm_target" && rustup_has_wasm; then
				wasm_in_use=rustup
			else
				tail -n 3 "$scratch/rustup.log" | cut -c1-200 | sed 's/^/  /' >&2
				[[ "$SALUS_WASM" != rustup ]] ||
					die "SALUS_WASM=rustup, but rustup cannot get the target $wasm_target"
				say "  rustup cannot download it here: falling back on the compiler of the distribution"
			fi
		fi
	elif [[ "$SALUS_WASM" == rustup ]]; then
		die "SALUS_WASM=rustup needs the native compiler from rustup too"
	fi

	if [[ "$wasm_in_use" == rustup ]]; then
		say "Wasm target: $wasm_target from rustup"
	else
		debian_compiler
		debian_wasm_target
		say "Wasm target: $wasm_target of $(/usr/bin/rustc --version) from the distribution"
	fi
}

# A crate of nothing, to build the standard library for the target and to prove that it works.
write_empty_crate() {
	mkdir -p "$1/src"
	cat >"$1/Cargo.toml" <<-'TOML'
		[package]
		name = "empty"
		version = "0.0.0"
		edition = "2021"

		[lib]
		crate-type = ["cdylib"]

		[profile.release]
		panic = "abort"

		[workspace]
	TOML
	cat >"$1/src/lib.rs" <<-'RUST'
		#![no_std]

		#[panic_handler]
		fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
			loop {}
		}
	RUST
}

# The distribution's cargo and compiler, whatever stands before them on the PATH.
debian_cargo() {
	env -u RUSTUP_TOOLCHAIN -u RUSTC_WRAPPER -u CARGO_BUILD_TARGET -u CARGO_ENCODED_RUSTFLAGS \
		RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc CARGO_TARGET_DIR="$scratch/target" \
		/usr/bin/cargo "$@" >"$scratch/cargo.log" 2>&1
}

# The package has the compiler for the target, but neither its libraries nor a linker under the
# name that the compiler looks for. Both are put where rustup would have put them.
debian_wasm_target() {
	local host llvm lld libraries linker stamp identity crate
	host="$(/usr/bin/rustc -vV | sed -n 's/^host: *//p')"
	llvm="$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: *\([0-9]*\).*/\1/p')"
	lld="/usr/bin/lld-$llvm"
	libraries="/usr/lib/rustlib/$wasm_target/lib"
	linker="/usr/lib/rustlib/$host/bin/rust-lld"
	stamp="/usr/lib/rustlib/$wasm_target/salus-stamp"
	# A later update of the package makes every one of these another.
	identity="rustc-web $(dpkg-query -W -f '${Version}' rustc-web), sources $(dpkg-query -W -f '${Version}' rust-web-src)"

	if [[ ! -x "$lld" ]]; then
		apt_install "lld-$llvm" ||
			die "this release has no package lld-$llvm, the linker that belongs to rustc-web"
	fi
	if [[ "$(readlink "$linker" || true)" != "$lld" ]]; then
		say "  linking $linker to $lld"
		as_root mkdir -p "$(dirname "$linker")"
		as_root ln -sfn "$lld" "$linker"
	fi

	if ! debian_libraries_are_current; then
		say "  building core, alloc and compiler_builtins for $wasm_target"
		crate="$scratch/empty"
		write_empty_crate "$crate"
		# The bitcode is what the link-time optimization of the runtime works on.
		RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes debian_cargo build --release \
			--manifest-path "$crate/Cargo.toml" --target "$wasm_target" \
			-Zbuild-std=core,alloc,compiler_builtins || {
			tail -n 30 "$scratch/cargo.log" >&2
			die "the standard library could not be built for $wasm_target. It needs the registry of crates, as the build itself does"
		}
		# Libraries of an older compiler beside the new ones would be found first.
		as_root rm -rf "$libraries" "$stamp"
		as_root mkdir -p "$libraries"
		local library
		for library in core alloc compiler_builtins; do
			as_root install -m 644 "$scratch/target/$wasm_target/release/deps/lib$library-"*.rlib \
				"$libraries/"
		done
		printf '%s\n' "$identity" >"$scratch/stamp"

		rm -rf "$scratch/target"
		RUSTFLAGS='' debian_cargo build --release --manifest-path "$crate/Cargo.toml" \
			--target "$wasm_target" || {
			tail -n 30 "$scratch/cargo.log" >&2
			die "the Wasm target is installed, but an empty crate does not build for it"
		}
		# Last, so that an interrupted run starts over.
		as_root install -m 644 "$scratch/stamp" "$stamp"
	fi
	drop_stale_wasm_builds

	if command -v rustup >/dev/null &&
		! [[ "$(RUSTUP_AUTO_INSTALL=0 rustup which --toolchain debian rustc 2>/dev/null)" -ef /usr/bin/rustc ]]; then
		say "  making the distribution's compiler known to rustup as 'debian'"
		rustup_quick toolchain link debian /usr || {
			tail -n 3 "$scratch/rustup.log" >&2
			die "rustup toolchain link debian /usr failed"
		}
	fi
}

debian_libraries_are_current() {
	local library
	[[ -r "$stamp" && "$(<"$stamp")" == "$identity" ]] || return 1
	for library in core alloc compiler_builtins; do
		compgen -G "$libraries/lib$library-*.rlib" >/dev/null || return 1
	done
}

# Cargo does not notice when the libraries of the same compiler are built again; what it built with
# the old ones then fails with "can't find crate".
drop_stale_wasm_builds() {
	local seen="$CARGO_TARGET_DIR/.wasm-libraries" now
	now="$(cd "$libraries" && sha256sum -- *.rlib)"
	if [[ ! -r "$seen" || "$(<"$seen")" != "$now" ]]; then
		local build
		for build in "$CARGO_TARGET_DIR"/*/wbuild; do
			[[ -d "$build" ]] || continue
			say "  deleting $build: it was built with other libraries"
			rm -rf "$build"
		done
		mkdir -p "$CARGO_TARGET_DIR"
		printf '%s\n' "$now" >"$seen"
	fi
}

#---------------------------------------------------------------------------------------------------
# 4. What the other scripts read
#---------------------------------------------------------------------------------------------------

write_toolchain_env() {
	mkdir -p "$SALUS_CACHE"
	{
		echo "# Written by scripts/setup.sh, read by scripts/env.sh."
		echo "SALUS_RUST_IN_USE=$rust_in_use"
		echo "SALUS_WASM_IN_USE=$wasm_in_use"
		if [[ "$rust_in_use" == rustup ]]; then
			# Named here so that no call of cargo goes looking for what the file
			# rust-toolchain.toml lists and this machine cannot download.
			echo "export RUSTUP_TOOLCHAIN=$pinned"
			if [[ "$wasm_in_use" == debian ]]; then
				echo "export WASM_BUILD_TOOLCHAIN=debian"
			else
				echo "unset WASM_BUILD_TOOLCHAIN"
			fi
		else
			echo "unset WASM_BUILD_TOOLCHAIN"
			if command -v rustup >/dev/null; then
				echo "export RUSTUP_TOOLCHAIN=debian"
			else
				echo "unset RUSTUP_TOOLCHAIN"
			fi
		fi
	} >"$scratch/toolchain.env"
	cmp -s "$scratch/toolchain.env" "$SALUS_TOOLCHAIN_ENV" ||
		install -m 644 "$scratch/toolchain.env" "$SALUS_TOOLCHAIN_ENV"
}

start=$SECONDS
system_packages
disk_space
native_rust
wasm_rust
write_toolchain_env
say "set-up done in $((SECONDS - start)) s"
