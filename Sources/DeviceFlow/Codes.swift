/// What the device authorization endpoint gave: the codes and how to use them. (RFC 8628, 3.2)
public struct Codes: Equatable, Sendable {
    /// What each poll carries.
    public let redemption: Redemption
    public let userCode: UserCode
    public let verificationURI: VerificationURI
    /// With the code inside; nil when the server sent none, or one on another host (then see `completeURIElsewhere`).
    public let completeURI: VerificationURI?
    /// The host a discarded complete URI pointed to.
    public let completeURIElsewhere: String?
    /// Counted by the device from the moment it *sent* its request.
    public let lifetime: Duration
    /// The least time between a reply and the next poll; 5 s where the server told none, 0 or less.
    public let interval: Duration

    public init(
        redemption: Redemption, userCode: UserCode, verificationURI: VerificationURI,
        completeURI: VerificationURI? = nil, lifetime: Duration, interval: Duration? = nil
    ) {
        self.redemption = redemption
        self.userCode = userCode
        self.verificationURI = verificationURI
        let isElsewhere = completeURI.map { $0.host != verificationURI.host } ?? false
        self.completeURI = isElsewhere ? nil : completeURI
        self.completeURIElsewhere = isElsewhere ? completeURI?.host : nil
        self.lifetime = min(lifetime, Self.longestLifetime)
        let told = interval.flatMap { $0 > .zero ? $0 : nil }
        self.interval = min(told ?? Self.defaultInterval, Self.longestLifetime)
    }

    /// RFC 8628, 3.2: "If no value is provided, clients MUST use 5 as the default."
    public static let defaultInterval = Duration.seconds(5)
    /// A bound against numbers that overflow; no provider is near it.
    public static let longestLifetime = Duration.seconds(30 * 86_400)

    /// The same of a server that asks for no more than RFC 8628 does.
    public init(
        deviceCode: Secret, userCode: UserCode, verificationURI: VerificationURI,
        completeURI: VerificationURI? = nil, lifetime: Duration, interval: Duration? = nil
    ) {
        self.init(
            redemption: Redemption(deviceCode: deviceCode), userCode: userCode, verificationURI: verificationURI,
            completeURI: completeURI, lifetime: lifetime, interval: interval)
    }

    /// What the QR shall hold. (RFC 8628, 3.3.1)
    public var qrText: String { (completeURI ?? verificationURI).text }
}
