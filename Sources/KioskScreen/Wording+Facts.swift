import DeviceFlow

/// Facts in words: troubles, states, keys, scopes.
extension Wording {
    /// What went wrong, as a whole sentence that names the host.
    public func sentence(for trouble: Trouble, host: String) -> String {
        switch trouble {
        case .timeout: self(.troubleTimeout, ["host": host])
        case .dropped: self(.troubleDropped, ["host": host])
        case .dns: self(.troubleDNS, ["host": host])
        case .noNetwork: self[.troubleNoNetwork]
        case .proxy(.unreachable): self(.troubleProxyUnreachable, ["host": host])
        case .proxy(.password): self[.troubleProxyPassword]
        case .proxy(.refused): self(.troubleProxyRefused, ["host": host])
        case .portal: self[.troublePortal]
        case .exhausted: self[.troubleExhausted]
        case .certificate(.unknownIssuer): self(.troubleUnknownIssuer, ["host": host])
        case .certificate(.wrongHost): self(.troubleWrongHost, ["host": host])
        case .certificate(.expired): self(.troubleCertificateExpired, ["host": host])
        case .certificate(.notYetValid): self(.troubleNotYetValid, ["host": host])
        case .certificate(.other): self(.troubleNotSecure, ["host": host])
        case .server(let status): self(.troubleServer, ["status": "\(status)"])
        case .tooManyRequests: self[.troubleTooMany]
        case .unreadable(let status): self(.troubleUnreadable, ["status": "\(status)"])
        }
    }

    /// What went wrong, in a few words.
    public func shortSentence(for trouble: Trouble) -> String {
        switch trouble {
        case .timeout, .dropped, .dns, .noNetwork, .proxy, .portal, .exhausted: self[.shortConnection]
        case .certificate: self[.shortNotSecure]
        case .server, .unreadable: self[.shortServer]
        case .tooManyRequests: self[.shortTooMany]
        }
    }

    /// What the staff can do about it.
    ///
    /// - Parameter clock: what this computer's clock shows, where that may be what is wrong; nil: not known.
    public func advice(for trouble: Trouble, clock: String? = nil) -> String {
        switch trouble {
        case .timeout, .dropped, .dns, .noNetwork: self[.noCodeStaffNetwork]
        case .proxy: self[.noCodeStaffProxy]
        // A portal that answers in the server's place has no certificate for its name.
        case .portal, .certificate(.wrongHost): self[.noCodeStaffPortal]
        case .exhausted: self[.noCodeStaffExhausted]
        case .certificate(.expired), .certificate(.notYetValid):
            clock.map { self(.noCodeStaffClock, ["clock": $0]) } ?? self[.noCodeStaffCertificate]
        case .certificate(.unknownIssuer), .certificate(.other): self[.noCodeStaffCertificate]
        case .server, .tooManyRequests, .unreadable: self[.noCodeStaffServer]
        }
    }

    /// The word for a state, and the code's link among them: what the footer begins with.
    func word(for content: Scene.Content) -> String {
        switch content {
        case .idle, .dimmed: self[.wordIdle]
        case .home, .page: self[.wordHome]
        case .starting: self[.wordStarting]
        case .confirming: self[.wordConfirming]
        case .noCode: self[.wordRetrying]
        case .code(let code):
            switch code.link {
            case .steady, .slowed: self[.wordWaiting]
            case .interrupted: self[.wordRetrying]
            }
        case .isThisYou: self[.wordAsking]
        case .approved, .signedIn: self[.wordApproved]
        case .answerLost: self[.wordLost]
        case .denied: self[.wordDenied]
        case .expired: self[.wordExpired]
        case .refused, .untrusted, .notUnderstood, .notHandedOver: self[.wordStopped]
        case .cancelled: self[.wordCancelled]
        case .disowned: self[.wordDisowned]
        case .operatorPage: self[.wordOperator]
        }
    }

    func hint(for key: Scene.KeyHint) -> String {
        switch key {
        case .anyKeyStarts: self[.keyAnyStarts]
        case .anyKeyGoesOn: self[.keyAnyGoesOn]
        case .tryAgain: self[.keyTryAgain]
        case .signOut: self[.keySignOut]
        case .newCode: self[.keyNewCode]
        case .cancel: self[.keyCancel]
        case .quit: self[.keyQuit]
        case .changeQR: self[.keyChangeQR]
        case .move: self[.keyMove]
        case .open: self[.keyOpen]
        case .back: self[.keyBack]
        case .language: self[.keyLanguage]
        case .yes: self[.keyYes]
        case .no: self[.keyNo]
        case .notYou: self[.keyNotYou]
        }
    }

    /// What was granted, in words where the language has some: the scopes of OpenID Connect Core, 5.4 and 11.
    func granted(_ scopes: [String]) -> String {
        let words = scopes.map { scope in
            switch scope {
            case "openid": self[.scopeOpenID]
            case "profile": self[.scopeProfile]
            case "email": self[.scopeEmail]
            case "phone": self[.scopePhone]
            case "address": self[.scopeAddress]
            case "offline_access": self[.scopeOffline]
            default: shown(scope, limit: 60)
            }
        }
        let list = words.dropFirst().reduce(words.first ?? "") { self(.listPair, ["first": $0, "second": $1]) }
        return self(.homeGranted, ["scopes": list])
    }
}

/// `mm:ss`, minutes beyond 99 with as many digits as they need.
func clock(_ seconds: Int) -> String {
    let seconds = max(0, seconds)
    let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
    return "\(minutes < 10 ? "0" : "")\(minutes):\(rest < 10 ? "0" : "")\(rest)"
}
