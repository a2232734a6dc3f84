import DeviceFlow
import FlowTrace

extension KioskModel {
    /// What the screen has to say now. A dead code is in no scene.
    public func scene(at now: Moment) -> Scene {
        let content = content(at: now)
        if let page = operatorPage(over: content, at: now) {
            return Scene(title: settings.title, content: .operatorPage(page), keys: operatorKeys(page))
        }
        return Scene(
            title: settings.title, content: content, keys: keys(at: now).filter { !settings.isLocked || $0 != .quit },
            pane: pane(at: now), note: note(at: now))
    }

    private func content(at now: Moment) -> Scene.Content {
        switch phase {
        case .idle where isDimmed(at: now):
            .dimmed(step: step(at: now))
        case .idle:
            home.map { homeContent($0, at: now) } ?? .idle
        case .stopped(_, nil):
            .idle
        case .signingIn(let signIn, let since, let afterAnother):
            content(signIn, since: since, afterAnother: afterAnother, at: now)
        case .asking(_, let tokens, _, let until):
            question(tokens, until: until, at: now)
        case .handingOver:
            .confirming
        case .greeting(_, let tokens, _):
            .approved(name: tokens.identity?.name)
        case .notHandedOver:
            .notHandedOver
        case .signedIn(_, let session):
            home.map { homeContent($0, at: now) }
                ?? .signedIn(name: session.tokens.identity?.name, leavingIn: leavingIn(at: now))
        case .ended(.outcome(let outcome), _), .stopped(_, .outcome(let outcome)?):
            content(outcome)
        case .ended(.disowned(let answered), _), .stopped(_, .disowned(let answered)?):
            .disowned(answered: answered)
        }
    }

    private func content(
        _ signIn: SignIn, since: Moment, afterAnother: Bool, at now: Moment
    ) -> Scene.Content {
        switch signIn.state {
        case .idle, .requesting:
            return .starting(host: settings.host, slow: now >= since + Self.slowStart)
        case .resting(let attempt, let trouble, let until):
            let wait = max(.zero, until - now).secondsRoundedUp
            return .noCode(
                trouble, host: settings.host, retryIn: wait, attempt: attempt.failures, clock: clock(for: trouble))
        case .waiting(let polling, let nextPoll):
            return code(polling, nextPoll: nextPoll, afterAnother: afterAnother, at: now)
        case .polling(let polling, _, _):
            return code(polling, nextPoll: now, afterAnother: afterAnother, at: now)
        case .confirming:
            return .confirming
        case .ended(let outcome):
            return content(outcome)
        }
    }

    private func code(
        _ polling: Polling, nextPoll: Moment?, afterAnother: Bool, at now: Moment
    ) -> Scene.Content {
        let codes = polling.codes
        let left = (polling.expiry - now).secondsRoundedUp
        guard left > 0 else { return .expired }
        let link: Scene.Link =
            if let trouble = polling.trouble {
                .interrupted(trouble, retryIn: nextPoll.map { max(.zero, $0 - now).secondsRoundedUp } ?? 0)
            } else if polling.isSlowed {
                .slowed(interval: polling.interval.secondsRoundedUp)
            } else {
                .steady
            }
        return .code(
            Scene.Code(
                userCode: codes.userCode, verificationURI: codes.verificationURI, qrText: codes.qrText,
                qrIsComplete: codes.completeURI != nil, secondsLeft: left, link: link,
                ignoreEarlierCode: afterAnother,
                pageMayWarn: settings.hasOwnAuthority && codes.verificationURI.host == settings.host
                    && !codes.verificationURI.isLoopback,
                renewsItself: settings.alwaysOn && renewals < settings.autoRenew))
    }

    private func content(_ outcome: Outcome) -> Scene.Content {
        switch outcome {
        case .approved(let tokens): .approved(name: tokens.identity?.name)
        case .answerLost: .answerLost
        case .denied: .denied
        case .expired: .expired
        case .refused(let error): .refused(code: error.code)
        case .untrusted(let problem): .untrusted(code: problem.rawValue)
        case .nonsense(let detail): .notUnderstood(detail: plain(detail, limit: 200))
        case .unreachable(let trouble):
            .noCode(trouble, host: settings.host, retryIn: 0, attempt: 0, clock: clock(for: trouble))
        case .cancelled: .cancelled
        }
    }

    /// The wall clock, where it may be what is wrong; nil: it has not been read.
    private func clock(for trouble: Trouble) -> String? {
        trouble.isAboutTime ? clocks.map { WallTime($0.wall).toTheMinute } : nil
    }

    /// Offered only once it works.
    private func newCodeKey(at now: Moment) -> [Scene.KeyHint] {
        guard case .signingIn(_, let since, _) = phase, now >= since + Self.leastCodeLife else { return [] }
        return [.newCode]
    }

    private func keys(at now: Moment) -> [Scene.KeyHint] {
        switch (phase, settings.mode) {
        case (.idle, _) where home != nil: homeKeys
        case (.idle, _): [.anyKeyStarts] + (offersLanguages ? [.language] : []) + [.quit]
        case (.signingIn(let signIn, _, _), .run):
            signIn.isShowingCode ? [.cancel] + newCodeKey(at: now) + [.changeQR, .quit] : [.cancel, .quit]
        case (.signingIn(let signIn, _, _), .login):
            signIn.isShowingCode ? [.cancel, .changeQR] : [.cancel]
        case (.asking(_, _, let since, _), let mode):
            (now >= since + Self.questionDeaf ? [.yes, .no] : []) + (mode == .run ? [.quit] : [])
        case (.notHandedOver, _): [.tryAgain, .cancel]
        case (.signedIn, _) where isLeaving(at: now): [.signOut, .quit]
        case (.signedIn, _) where home != nil: homeKeys
        case (.signedIn, _): [.notYou, .quit]
        case (.greeting, .run): [.anyKeyGoesOn, .notYou, .quit]
        case (.ended, .run) where home != nil: [.anyKeyGoesOn, .back, .quit]
        case (.greeting, _), (.ended, .run): [.anyKeyGoesOn, .quit]
        case (.ended, .login), (.handingOver, _), (.stopped, _): []
        }
    }
}

extension KioskModel {
    /// Something on this side of the server may be wrong, and change.
    public var mindsSurroundings: Bool {
        guard case .signingIn(let signIn, _, _) = phase else { return false }
        return signIn.trouble?.isOfSurroundings ?? false
    }
}

extension SignIn {
    /// Why the last request failed; nil: it did not.
    var trouble: Trouble? {
        switch state {
        case .resting(_, let trouble, _): trouble
        case .waiting(let polling, _), .polling(let polling, _, _): polling.trouble
        case .idle, .requesting, .confirming, .ended: nil
        }
    }

    /// When the code on the screen is dead; nil: there is none.
    var codeExpiry: Moment? {
        switch state {
        case .waiting(let polling, _), .polling(let polling, _, _): polling.expiry
        case .idle, .requesting, .resting, .confirming, .ended: nil
        }
    }

    /// A live code stands on the screen.
    var isShowingCode: Bool {
        switch state {
        case .waiting, .polling: true
        case .idle, .requesting, .resting, .confirming, .ended: false
        }
    }
}
