import DeviceFlow
import FlowTrace

/// What the inspector can look back on: the newest events and exchanges, and what they tell of the server. It holds no
/// secret: exchanges are kept with dots in them.
public struct Trace: Equatable, Sendable {
    public private(set) var entries: [Entry] = []
    private(set) var redaction: Redaction
    /// The newest reply with a Date: by how many seconds the server's clock is ahead, and how exactly that is known.
    private(set) var serverClock: (ahead: Double, within: Double)? {
        get { serverAhead.map { ($0, serverWithin) } }
        set { (serverAhead, serverWithin) = (newValue?.ahead, newValue?.within ?? 0) }
    }
    private var serverAhead: Double?
    private var serverWithin = 0.0
    /// Of the newest reply over TLS.
    private(set) var tls: TLSFacts?
    private(set) var address: String?
    private var count = 0
    /// A poll's reply whose meaning is told next.
    private var poll: Exchange?

    /// One line of the timeline.
    public struct Entry: Equatable, Sendable {
        /// Counts all entries there ever were.
        public let number: Int
        public let at: Moment
        /// nil: an exchange that no event speaks of.
        public let event: LogEvent?
        public let exchange: Exchange?
        /// The interval that this poll's reply has changed to, in seconds.
        public fileprivate(set) var newInterval: Double?
    }

    /// Older ones are forgotten.
    static let most = 300
    /// No answer of this protocol is longer; a larger one is shown by its beginning.
    static let largestBody = 16 * 1024

    public init(_ provider: Provider) { redaction = Redaction(provider) }

    mutating func heard(_ exchange: Exchange) {
        flush()
        redaction.learn(from: exchange)
        var exchange = redaction.hidden(exchange)
        if case .replied(var reply) = exchange.outcome {
            if reply.headers["date"] != nil {
                // The header has whole seconds, and was written somewhere on the reply's way.
                serverClock = (
                    reply.sentAt + 0.5 - reply.receivedAt + exchange.latency.inSeconds / 2,
                    0.5 + exchange.latency.inSeconds / 2
                )
            }
            reply.body = Array(reply.body.prefix(Self.largestBody))
            exchange.outcome = .replied(reply)
        }
        tls = exchange.wire?.tls ?? tls
        address = exchange.wire?.address ?? address
        if exchange.purpose == .token {
            poll = exchange
        } else {
            add(nil, exchange, at: exchange.endedAt)
        }
    }

    mutating func heard(_ event: LogEvent, at now: Moment) {
        if event.name == "interval_changed", let last = entries.indices.last, entries[last].event?.name == "poll" {
            entries[last].newInterval = event.members["to"]?.numeric
            return
        }
        guard event.name == "poll" else {
            flush()
            return add(event, nil, at: now)
        }
        add(event, poll, at: now)
        poll = nil
    }

    /// Whoever signed in has gone: so have the values by which secrets of theirs were found in later replies.
    mutating func forgetSecrets() { redaction.forget() }

    /// A reply that came too late to mean anything is shown all the same.
    private mutating func flush() {
        guard let late = poll else { return }
        poll = nil
        add(nil, late, at: late.endedAt)
    }

    private mutating func add(_ event: LogEvent?, _ exchange: Exchange?, at now: Moment) {
        count += 1
        entries.append(Entry(number: count, at: now, event: event, exchange: exchange))
        if entries.count > Self.most { entries.removeFirst() }
    }

    /// The newest entry with an exchange up to another; nil: up to the newest.
    func entry(upTo number: Int?) -> Entry? {
        entries.last { $0.exchange != nil && $0.number <= number ?? .max }
    }

    /// It is a replay: events without what went over the wire.
    var isOfEventsOnly: Bool { entries.contains { $0.event?.name == "poll" && $0.exchange == nil } }
}
