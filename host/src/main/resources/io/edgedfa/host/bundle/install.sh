#!/bin/sh
# Installs, upgrades and removes EdgeDFA's board program where there is no apt. Needs a POSIX shell, sha256sum, and systemd for the
# service. Run it as root from the folder that came out of the archive, or later as /usr/lib/edge-dfa-device/installer/install.sh.
set -eu
umask 022

usage() {
    cat << END
usage: install.sh [--remove | --purge] [--root DIR]
Installs or upgrades the board program and starts its service. A file of /etc/edge-dfa that was changed here stays as it is; the new
one is put beside it as FILE.new.
  --remove    removes the program; /etc/edge-dfa and what was learned in /var/lib/edge-dfa stay
  --purge     removes these, too
  --root DIR  works on the system in DIR, like an image that is being put together; nothing of it is run
END
}

fail() {
    echo "install.sh: $1" >&2
    exit "${2:-1}"
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=
action=install
while [ $# -gt 0 ]; do
    case "$1" in
        --remove) action=remove ;;
        --purge) action=purge ;;
        --root)
            [ $# -gt 1 ] && [ -d "$2" ] || fail "--root ${2:-} is no folder" 2
            root=$(CDPATH='' cd -- "$2" && pwd)
            root=${root%/}
            shift
            ;;
        --help | -h)
            usage
            exit 0
            ;;
        *) fail "'$1' is unknown; allowed: --remove, --purge, --root DIR, --help" 2 ;;
    esac
    shift
done

name=edge-dfa-device
state=$root/usr/lib/$name/installer
wanted=$root/etc/systemd/system/multi-user.target.wants/$name.service
work=

live() {
    [ -z "$root" ]
}

check() {
    if live && [ "$(id -u)" != 0 ]; then
        fail "needs to be root: sudo $0"
    fi
    if [ -e "$root/var/lib/dpkg/info/$name.list" ]; then
        fail "$name was installed by dpkg; remove that first, or install the .deb: sudo apt install ./FILE.deb"
    fi
}

check_board() {
    [ -d "$here/files" ] || fail "there is no $here/files; install.sh installs from the folder that came out of the archive" 2
    read -r version architecture < "$here/version"
    if live; then
        machine=$(uname -m)
        case "$architecture $machine" in
            "arm64 aarch64" | "arm64 arm64" | "amd64 x86_64") ;;
            *) fail "this is for $architecture, and the machine is $machine" ;;
        esac
        if ! [ -d "$here/files/usr/lib/$name/jre" ] && ! command -v java > /dev/null; then
            echo "install.sh: there is no java on the PATH; the board program needs Java 17 or newer" >&2
        fi
    fi
}

# Takes its name only when it is whole; whoever has the old one open keeps that.
put() {
    mkdir -p "$(dirname "$root/$2")"
    cp -P "$here/files/$1" "$root/$2.edge-dfa-new"
    mv -f "$root/$2.edge-dfa-new" "$root/$2"
}

sum_of() {
    sha256sum < "$1" | cut -d ' ' -f 1
}

# $1: SHA-256 of the new one, $2: its path
put_configuration() {
    before=$(awk -v path="$2" '$2 == path { print $1 }' "$work/list")
    if ! [ -e "$root/$2" ]; then
        if [ -z "$before" ]; then
            put "$2" "$2"
        fi
        return
    fi
    now=$(sum_of "$root/$2")
    if [ "$now" = "$1" ] || [ "$before" = "$1" ]; then
        return
    fi
    if [ "$now" = "$before" ]; then
        put "$2" "$2"
    else
        put "$2" "$2.new"
        echo "/$2 was changed here and stays; the new one is /$2.new"
    fi
}

make_user() {
    if grep -q '^edge-dfa:' "$root/etc/passwd"; then
        return
    fi
    if command -v useradd > /dev/null; then
        useradd ${root:+--prefix "$root"} --system --user-group --home-dir /var/lib/edge-dfa --no-create-home --shell /bin/false edge-dfa
    elif live; then
        addgroup -S edge-dfa # those of busybox
        adduser -S -D -H -h /var/lib/edge-dfa -G edge-dfa edge-dfa
    else
        fail "there is no useradd, which makes the user edge-dfa in $root"
    fi
}

# In another system's folder, what postinst does on a running one.
settle() {
    owner=$(sed -n 's/^edge-dfa:[^:]*:\([0-9]*\):\([0-9]*\):.*/\1:\2/p' "$root/etc/passwd")
    mkdir -p "$root/var/lib/edge-dfa"
    chmod 0750 "$root/var/lib/edge-dfa"
    chown -h "$owner" "$root/var/lib/edge-dfa"
    if [ -f "$root/etc/edge-dfa/board.key" ]; then
        chown -h "$owner" "$root/etc/edge-dfa/board.key"
    fi
    if [ -z "$previous" ]; then
        mkdir -p "$(dirname "$wanted")"
        ln -sf "/lib/systemd/system/$name.service" "$wanted"
    fi
}

install() {
    check_board
    previous=
    : > "$work/list"
    if [ -f "$state/list" ]; then
        cp "$state/list" "$work/list"
        previous=$(cut -d ' ' -f 1 < "$state/version")
        if live; then
            "$state/prerm" upgrade "$version"
        fi
    fi
    while read -r sum path; do
        if [ "$sum" = - ]; then
            put "$path" "$path"
        else
            put_configuration "$sum" "$path"
        fi
    done < "$here/list"
    while read -r sum path; do
        if [ "$sum" = - ] && ! grep -qxF -e "- $path" "$here/list"; then
            rm -f "$root/$path"
        fi
    done < "$work/list"
    mkdir -p "$state"
    for file in install.sh postinst postrm prerm version list; do
        cp "$here/$file" "$state/$file.new"
        mv -f "$state/$file.new" "$state/$file"
    done
    make_user
    if live; then
        "$here/postinst" configure "$previous"
    else
        settle
    fi
    echo "$name $version is installed${root:+ in $root}"
}

remove() {
    if [ -f "$state/list" ]; then
        cp "$state/list" "$state/prerm" "$state/postrm" "$work"
        if live; then
            "$work/prerm" remove
        fi
        while read -r sum path; do
            if [ "$sum" = - ]; then
                rm -f "$root/$path"
            fi
        done < "$work/list"
        rm -rf "$state"
        for folder in "usr/lib/$name" "usr/share/$name" "usr/share/doc/$name" "lib/systemd/system/$name.service.d"; do
            find "${root:-}/$folder" -depth -type d -exec rmdir {} \; 2> /dev/null || true
        done
    elif [ "$action" = purge ] && [ -f "$here/postrm" ]; then
        cp "$here/postrm" "$work"
    else
        fail "$name is not installed${root:+ in $root}"
    fi
    rm -f "$wanted"
    if live; then
        "$work/postrm" remove
        if [ "$action" = purge ]; then
            "$work/postrm" purge
        fi
    elif [ "$action" = purge ]; then
        rm -rf "$root/var/lib/edge-dfa" "$root/etc/edge-dfa"
    fi
    echo "$name is removed${root:+ from $root}"
}

check
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case "$action" in
    install) install ;;
    *) remove ;;
esac
