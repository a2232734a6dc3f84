/// Every sentence the program says to a person. The words are in Assets/locales; the key there is the raw value.
///
/// A sentence names its {placeholders} here, so that a test can hold every locale to them.
public enum Sentence: String, CaseIterable, Sendable {
    // The heading of the screen with the code, without and with the operator's name for it.
    case signIn = "sign-in"
    case signInTo = "sign-in-to"
    case signOut = "sign-out"
    // Two things of a list, or all before and one more.
    case listPair = "list.pair"

    // The home screen, and the scopes that OpenID Connect has names for.
    case homeSignedOut = "home.signed-out"
    case homeSignedIn = "home.signed-in"
    case homeHello = "home.hello"
    case homeGranted = "home.granted"
    case homeMinutes = "home.minutes"
    case homeOneMinute = "home.one-minute"
    case homeNoEnd = "home.no-end"
    case homeLeaving = "home.leaving"
    case scopeOpenID = "scope.openid"
    case scopeProfile = "scope.profile"
    case scopeEmail = "scope.email"
    case scopePhone = "scope.phone"
    case scopeAddress = "scope.address"
    case scopeOffline = "scope.offline"

    // Screens that say one thing: in large letters, then in a sentence, then what comes next.
    case idleHeading = "idle.heading"
    case idleBody = "idle.body"
    case idleHint = "idle.hint"
    case startingHeading = "starting.heading"
    case startingBody = "starting.body"
    case startingSlow = "starting.slow"
    case noCodeHeading = "no-code.heading"
    case noCodeRetry = "no-code.retry"
    case noCodeRetryNow = "no-code.retry-now"
    case noCodeStaffNetwork = "no-code.staff.network"
    case noCodeStaffCertificate = "no-code.staff.certificate"
    case noCodeStaffClock = "no-code.staff.clock"
    case noCodeStaffPortal = "no-code.staff.portal"
    case noCodeStaffProxy = "no-code.staff.proxy"
    case noCodeStaffExhausted = "no-code.staff.exhausted"
    case noCodeStaffServer = "no-code.staff.server"
    case confirmingHeading = "confirming.heading"
    case confirmingBody = "confirming.body"
    case isThisYouHeading = "is-this-you.heading"
    case isThisYouNamed = "is-this-you.named"
    case isThisYouUnnamed = "is-this-you.unnamed"
    case isThisYouBody = "is-this-you.body"
    case isThisYouEnds = "is-this-you.ends"
    case isThisYouHint = "is-this-you.hint"
    case approvedHeading = "approved.heading"
    case approvedNamed = "approved.named"
    case approvedBody = "approved.body"
    case approvedHint = "approved.hint"
    case signedInBody = "signed-in.body"
    case signedInHint = "signed-in.hint"
    case notHandedOverHeading = "not-handed-over.heading"
    case notHandedOverBody = "not-handed-over.body"
    case notHandedOverHint = "not-handed-over.hint"
    case answerLostHeading = "answer-lost.heading"
    case answerLostBody = "answer-lost.body"
    case answerLostHint = "answer-lost.hint"
    case deniedHeading = "denied.heading"
    case deniedBody = "denied.body"
    case deniedHint = "denied.hint"
    case expiredHeading = "expired.heading"
    case expiredBody = "expired.body"
    case expiredHint = "expired.hint"
    case refusedHeading = "refused.heading"
    case refusedBody = "refused.body"
    case refusedStaff = "refused.staff"
    case untrustedHeading = "untrusted.heading"
    case untrustedBody = "untrusted.body"
    case untrustedStaff = "untrusted.staff"
    case notUnderstoodHeading = "not-understood.heading"
    case notUnderstoodBody = "not-understood.body"
    case notUnderstoodStaff = "not-understood.staff"
    case cancelledHeading = "cancelled.heading"
    case cancelledBody = "cancelled.body"
    case cancelledHint = "cancelled.hint"
    case disownedHeading = "disowned.heading"
    case disownedBody = "disowned.body"
    case disownedUnanswered = "disowned.unanswered"
    case disownedHint = "disowned.hint"

    // The screen with the code.
    case scanOrOpen = "code.scan-or-open"
    case open = "code.open"
    case openHere = "code.open-here"
    case andEnter = "code.and-enter"
    case qrOpens = "code.qr-opens"
    case qrCompare = "code.qr-compare"
    case qrThenType = "code.qr-then-type"
    case changesByItself = "code.changes-by-itself"
    case onlyHere = "code.only-here"
    case ignoreEarlier = "code.ignore-earlier"
    case loopback = "code.loopback"
    case pageMayWarn = "code.page-may-warn"
    case waiting = "code.waiting"
    case slowed = "code.slowed"
    case interrupted = "code.interrupted"
    case interruptedNow = "code.interrupted-now"
    case lastMinute = "code.last-minute"
    case lastMinuteRenews = "code.last-minute-renews"

    // For whoever looks after a locked screen.
    case operatorHeading = "operator.heading"
    case operatorPIN = "operator.pin"
    case operatorPINWrong = "operator.pin-wrong"
    case operatorPINWait = "operator.pin-wait"
    case operatorStatus = "operator.status"
    case operatorTest = "operator.test"
    case operatorLanguage = "operator.language"
    case operatorRestart = "operator.restart"
    case operatorQuit = "operator.quit"
    case operatorBack = "operator.back"
    case operatorState = "operator.status.state"
    case operatorNoTrouble = "operator.status.no-trouble"
    case operatorServer = "operator.status.server"
    case operatorGoodPoll = "operator.status.good-poll"
    case operatorNoPoll = "operator.status.no-poll"
    case operatorCounts = "operator.status.counts"
    case operatorUptime = "operator.status.uptime"
    case operatorVersion = "operator.status.version"
    case operatorTesting = "operator.test.running"
    case operatorTestFailed = "operator.test.failed"

    // What went wrong with a request, as a sentence about `host`.
    case troubleTimeout = "trouble.timeout"
    case troubleDropped = "trouble.dropped"
    case troubleDNS = "trouble.dns"
    case troubleNoNetwork = "trouble.no-network"
    case troubleProxyUnreachable = "trouble.proxy.unreachable"
    case troubleProxyPassword = "trouble.proxy.password"
    case troubleProxyRefused = "trouble.proxy.refused"
    case troublePortal = "trouble.portal"
    case troubleExhausted = "trouble.exhausted"
    case troubleUnknownIssuer = "trouble.certificate.unknown-issuer"
    case troubleWrongHost = "trouble.certificate.wrong-host"
    case troubleCertificateExpired = "trouble.certificate.expired"
    case troubleNotYetValid = "trouble.certificate.not-yet-valid"
    case troubleNotSecure = "trouble.certificate.other"
    case troubleServer = "trouble.server"
    case troubleTooMany = "trouble.too-many-requests"
    case troubleUnreadable = "trouble.unreadable"

    // The same in a few words, for the line of state under a living code.
    case shortConnection = "trouble.short.connection"
    case shortNotSecure = "trouble.short.certificate"
    case shortServer = "trouble.short.server"
    case shortTooMany = "trouble.short.too-many-requests"

    // The footer.
    case wordIdle = "word.idle"
    case wordHome = "word.home"
    case wordStarting = "word.starting"
    case wordConfirming = "word.confirming"
    case wordWaiting = "word.waiting"
    case wordRetrying = "word.retrying"
    case wordAsking = "word.asking"
    case wordApproved = "word.approved"
    case wordLost = "word.answer-lost"
    case wordDenied = "word.denied"
    case wordExpired = "word.expired"
    case wordStopped = "word.stopped"
    case wordCancelled = "word.cancelled"
    case wordDisowned = "word.disowned"
    case wordOperator = "word.operator"
    case footerCode = "footer.code"
    case footerExpires = "footer.expires"
    case keyAnyStarts = "key.any-starts"
    case keyAnyGoesOn = "key.any-goes-on"
    case keyTryAgain = "key.try-again"
    case keySignOut = "key.sign-out"
    case keyNewCode = "key.new-code"
    case keyCancel = "key.cancel"
    case keyQuit = "key.quit"
    case keyChangeQR = "key.change-qr"
    case keyMove = "key.move"
    case keyOpen = "key.open"
    case keyBack = "key.back"
    case keyLanguage = "key.language"
    case keyYes = "key.yes"
    case keyNo = "key.no"
    case keyNotYou = "key.not-you"
    case keyAnyWakes = "key.any-wakes"

    // Where the window is too small.
    case enlarge = "window.enlarge"
    case enlargeNeeds = "window.needs"

    // Only on the screen of lines (--plain).
    case plainReady = "plain.ready"
    case plainEnterStarts = "plain.enter-starts"
    case plainEnterGoesOn = "plain.enter-goes-on"
    case plainYesOrNo = "plain.yes-or-no"
    case plainOpen = "plain.open"
    case plainCode = "plain.code"
    case plainBlank = "plain.blank"
    case plainMinutes = "plain.minutes"
    case plainOneMinute = "plain.one-minute"
    case plainInterrupted = "plain.interrupted"
    case plainConnected = "plain.connected"
    case plainChoose = "plain.choose"

    // What the keys of `kiosk gallery` do.
    case galleryKeys = "gallery.keys"

    /// What the sentence must mention, in any order: every one of them, and no other.
    public var placeholders: Set<String> {
        switch self {
        case .signInTo, .approvedNamed, .isThisYouNamed, .homeHello: ["name"]
        case .startingSlow, .qrOpens, .troubleTimeout, .troubleDropped, .troubleDNS, .troubleUnknownIssuer,
            .troubleWrongHost, .troubleCertificateExpired, .troubleNotYetValid, .troubleNotSecure,
            .troubleProxyUnreachable, .troubleProxyRefused, .operatorServer:
            ["host"]
        case .noCodeStaffClock: ["clock"]
        case .noCodeRetry: ["attempt", "seconds"]
        case .slowed, .homeLeaving, .isThisYouEnds, .operatorPINWait: ["seconds"]
        case .homeGranted: ["scopes"]
        case .listPair: ["first", "second"]
        case .interrupted: ["trouble", "seconds"]
        case .interruptedNow, .plainInterrupted: ["trouble"]
        case .troubleServer, .troubleUnreadable: ["status"]
        case .refusedStaff, .untrustedStaff, .footerCode, .plainCode: ["code"]
        case .notUnderstoodStaff: ["detail"]
        case .footerExpires, .operatorGoodPoll, .operatorUptime: ["time"]
        case .operatorLanguage: ["language"]
        case .operatorState: ["state"]
        case .operatorCounts: ["codes", "approvals"]
        case .operatorVersion: ["version"]
        case .enlargeNeeds: ["columns", "rows"]
        case .plainOpen: ["uri"]
        case .plainMinutes, .homeMinutes: ["minutes"]
        default: []
        }
    }
}
