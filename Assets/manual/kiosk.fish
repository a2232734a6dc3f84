# Completion of kiosk(1) for fish; written by "kiosk completions fish".

# The command that stands on the line, or run where none does.
function __kiosk_command
    set -l words (commandline -opc)
    if set -q words[2]; and not string match -q -- '-*' $words[2]
        echo $words[2]
    else
        echo run
    end
end

function __kiosk_is
    contains -- (__kiosk_command) $argv
end

function __kiosk_has_no_command
    test (count (commandline -opc)) -eq 1
end

complete -c kiosk -f
complete -c kiosk -l help -d 'what it does'
complete -c kiosk -n __kiosk_has_no_command -l version -d 'its version'
@commands@
@options@
@operands@
