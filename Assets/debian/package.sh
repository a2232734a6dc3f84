# shellcheck shell=bash disable=SC2154
# ./run-kiosk.sh package: the installed kiosk as a Debian package. Sourced by it, after Tests/setup.sh; $here and
# $build_folder are set.
# shellcheck source=Assets/systemd/layout.sh
. "$here/Assets/systemd/layout.sh"

package_kiosk() {
    local version='' folder=.
    while (($#)); do
        case $1 in
        --version)
            [[ ${2:-} =~ ^[0-9][A-Za-z0-9.+~]*$ ]] ||
                usage "--version needs a version as Debian writes it, such as 0.1.0+lobby1"
            version=$2
            shift
            ;;
        -*) usage "unknown argument: $1" ;;
        *) folder=$1 ;;
        esac
        shift
    done
    need_for_building
    need_for_kiosk
    need_for_package
    install_missing
    find_swift
    { mkdir -p -- "$folder" && folder=$(cd -- "$folder" && pwd); } || give_up "cannot make $folder"
    cd -- "$here" || exit 1
    build_release "$build_folder" kiosk
    local program=$release_folder/kiosk staged architecture package
    version=${version:-$("$program" --version)} || give_up "$program does not run"
    architecture=$(dpkg --print-architecture)
    # The same sources make the same package.
    SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
    export SOURCE_DATE_EPOCH

    staged=$(mktemp -d) || give_up "cannot make a temporary folder"
    chmod 0755 "$staged"
    lay_out "$staged/kiosk" "$program" "$here/Assets"
    changelog >"$staged/changelog"
    mkdir -p "$staged/kiosk/DEBIAN" && gzip -9n <"$staged/changelog" >"$staged/kiosk/usr/share/doc/kiosk/changelog.gz"
    mkdir -p "$staged/kiosk/usr/share/lintian/overrides" &&
        cp "$here/Assets/debian/lintian-overrides" "$staged/kiosk/usr/share/lintian/overrides/kiosk"
    control >"$staged/kiosk/DEBIAN/control"
    (cd "$staged/kiosk" && find etc -type f -printf '/%p\n' | sort) >"$staged/kiosk/DEBIAN/conffiles"
    (cd "$staged/kiosk" && find lib usr -type f | sort | xargs -d '\n' md5sum) >"$staged/kiosk/DEBIAN/md5sums"
    install -m 0755 -t "$staged/kiosk/DEBIAN" "$here"/Assets/debian/{postinst,prerm,postrm}

    package=$folder/kiosk_${version}_$architecture.deb
    dpkg-deb --build --root-owner-group -Zxz "$staged/kiosk" "$package" >&2 || give_up "dpkg-deb could not build $package"
    rm -rf -- "$staged"
    say "made: $package ($(($(stat -c %s "$package") / 1024)) KiB)"
    printf '%s\n' "$package"
}

maintainer() {
    local name=${DEBFULLNAME:-$(git config user.name)} address=${DEBEMAIL:-$(git config user.email)}
    printf '%s <%s>' "${name:-kiosk}" "${address:-root@$(uname -n)}"
}

changelog() {
    printf 'kiosk (%s) unstable; urgency=medium\n\n  * %s\n\n -- %s  %s\n' "$version" \
        "Built from the sources as of $(git describe --always --dirty 2>/dev/null || echo 'no repository')." \
        "$(maintainer)" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
}

# What the program is linked with, in the versions that have the symbols it uses.
libraries() {
    mkdir -p "$staged/source/debian" &&
        printf 'Source: kiosk\n\nPackage: kiosk\nArchitecture: any\n' >"$staged/source/debian/control"
    (cd "$staged/source" && dpkg-shlibdeps -O -e"$staged/kiosk/usr/bin/kiosk") | sed -n 's/^shlibs:Depends=//p'
}

control() {
    local depends
    depends=$(libraries)
    [ -n "$depends" ] || give_up "dpkg-shlibdeps could not say which libraries $program needs"
    sed -e "s|@VERSION@|$version|" -e "s|@ARCHITECTURE@|$architecture|" -e "s|@MAINTAINER@|$(maintainer)|" \
        -e "s|@SIZE@|$(du -sk --exclude=DEBIAN "$staged/kiosk" | cut -f 1)|" -e "s|@LIBRARIES@|$depends|" \
        "$here/Assets/debian/control"
}
