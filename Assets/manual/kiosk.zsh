#compdef kiosk
# Completion of kiosk(1) for zsh; written by "kiosk completions zsh".

# _arguments puts options for compadd before the words.
_kiosk_names_or_files() {
    local -a names=(${argv:#-*})
    _alternative 'names:name:($names)' 'files:file:_files'
}

_kiosk() {
    local command=run
    local -a commands=(
@commands@
    )
    if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
        _describe command commands
        return
    fi
    if ((CURRENT > 2)) && [[ $words[2] != -* ]]; then
        command=$words[2]
        shift words
        ((CURRENT--))
    fi
    case $command in
@arguments@
    esac
}

_kiosk
