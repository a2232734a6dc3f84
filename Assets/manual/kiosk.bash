# Completion of kiosk(1) for bash; written by "kiosk completions bash".

_kiosk_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t -O "${#COMPREPLY[*]}" COMPREPLY < <(compgen -f -- "$current")
}

_kiosk_folders() {
    compopt -o filenames 2>/dev/null
    mapfile -t -O "${#COMPREPLY[*]}" COMPREPLY < <(compgen -d -- "$current")
}

_kiosk_words() { mapfile -t -O "${#COMPREPLY[*]}" COMPREPLY < <(compgen -W "$*" -- "$current"); }

_kiosk_words_or_file() {
    _kiosk_words "$*"
    ((${#COMPREPLY[*]})) || _kiosk_files
}

_kiosk() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=run options=
    COMPREPLY=()
    # --theme=daylight comes as three words.
    if [ "$current" = = ]; then
        current=
    elif [ "$before" = = ]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} != -* ]]; then command=${COMP_WORDS[1]}; fi

    case $command,$before in
@values@
    *) before= ;;
    esac
    [ -z "$before" ] || return 0

    if ((COMP_CWORD == 1)) && [[ $current != -* ]]; then
        _kiosk_words "@commands@"
        return
    fi
    case $command in
@options@
    esac
    if [[ $current == -* ]]; then
        if ((COMP_CWORD == 1)); then options="$options --version"; fi
        _kiosk_words "$options --help"
        return
    fi
    case $command in
@operands@
    esac
}

complete -F _kiosk kiosk
