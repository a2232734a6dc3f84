import DeviceFlow

/// The tiles of the home screen: the television around the sign-in. Data: Assets/home.
public struct HomeMenu: Equatable, Sendable {
    public let tiles: [Tile]

    public struct Tile: Equatable, Sendable {
        public let opens: Opens
        /// Chosen by somebody who is not signed in it begins a sign-in, and opens after it.
        public let needsSignIn: Bool
        let symbol: GlyphFont.Glyph?
        private let labels: [String: String]
        private let texts: [String: String]

        public enum Opens: String, Sendable {
            /// A sign-in, or a sign-out where somebody is signed in.
            case signIn = "sign-in"
            /// The next language.
            case language
            /// A page with a sentence.
            case page
        }

        /// What stands on the tile.
        func label(in wording: Wording, isSignedIn: Bool) -> String {
            if let own = Self.text(of: labels, in: wording) { return own }
            return switch opens {
            case .signIn: wording[isSignedIn ? .signOut : .signIn]
            case .language, .page: wording.language
            }
        }

        /// What stands on its page.
        func text(in wording: Wording) -> String? { Self.text(of: texts, in: wording) }

        private static func text(of texts: [String: String], in wording: Wording) -> String? {
            let text = texts[wording.locale] ?? texts["en"] ?? texts.min { $0.key < $1.key }?.value
            return wording.isRightToLeft ? text.map(ArabicShaping.shape) : text
        }

        fileprivate init(_ file: JSONValue, _ place: String) throws(Problem) {
            guard let word = file["opens"]?.string, let opens = Opens(rawValue: word) else {
                throw Problem(member: place + ".opens", expected: "sign-in, language or page")
            }
            self.opens = opens
            // A slip here must not open to everybody what was meant for few.
            if case .object(let members) = file,
                let odd = members.keys.sorted().first(where: { !Self.known.contains($0) })
            {
                throw Problem(member: place + "." + odd, expected: "one of \(Self.known.joined(separator: ", "))")
            }
            if let wish = file["needs-sign-in"], wish.bool == nil {
                throw Problem(member: place + ".needs-sign-in", expected: "true or false")
            }
            needsSignIn = file["needs-sign-in"]?.bool ?? false
            labels = try Self.texts(file["label"], place + ".label")
            texts = try Self.texts(file["text"], place + ".text")
            symbol = try Self.symbol(file["symbol"], place + ".symbol")
            guard opens != .page || !labels.isEmpty else {
                throw Problem(member: place + ".label", expected: "a word for each language, as in {\"en\": \"Films\"}")
            }
        }

        private static let known = ["opens", "symbol", "needs-sign-in", "label", "text"]

        private static func texts(_ value: JSONValue?, _ place: String) throws(Problem) -> [String: String] {
            guard let value else { return [:] }
            guard case .object(let members) = value else {
                throw Problem(member: place, expected: "a text for each language, as in {\"en\": \"Films\"}")
            }
            let texts = members.compactMapValues { $0.string.map { plain($0, limit: 200) } }
            guard texts.count == members.count, texts.values.allSatisfy({ !$0.isEmpty }) else {
                throw Problem(member: place, expected: "texts that are not empty")
            }
            return texts
        }

        /// The name of one that is compiled in, or rows of pixels.
        private static func symbol(_ value: JSONValue?, _ place: String) throws(Problem) -> GlyphFont.Glyph? {
            guard let value else { return nil }
            if let name = value.string, let symbol = Symbol.named(name) { return symbol }
            guard let rows = value.strings, rows.count == Symbol.pixelRows,
                let symbol = try? GlyphFont.pictures(
                    text: Array((["glyph own"] + rows).map { $0 + "\n" }.joined().utf8))["own"],
                symbol.width == Symbol.columns
            else {
                throw Problem(
                    member: place,
                    expected: "the name of a symbol (\(Symbol.names.joined(separator: ", "))), or "
                        + "\(Symbol.pixelRows) rows of \(Symbol.columns) pixels, # and .")
            }
            return symbol
        }
    }

    /// What is wrong with a file, and where.
    public struct Problem: Error, Equatable {
        public let member: String
        public let expected: String
    }

    /// - Parameter json: The bytes of a file of Assets/home, or of one of its form.
    public init(json: [UInt8]) throws(Problem) {
        guard let file = JSONValue(parsing: json) else {
            throw Problem(member: "the file", expected: "JSON, as in Assets/home")
        }
        guard case .array(let list)? = file["tiles"], (1...Self.most).contains(list.count) else {
            throw Problem(member: "tiles", expected: "a list of 1 to \(Self.most) tiles")
        }
        var tiles: [Tile] = []
        for (index, tile) in list.enumerated() { tiles.append(try Tile(tile, "tiles[\(index)]")) }
        guard tiles.contains(where: { $0.opens == .signIn }) else {
            throw Problem(member: "tiles", expected: "one that opens sign-in")
        }
        self.tiles = tiles
    }

    /// How many tiles stand beside each other in a window: whole rows, about as many as look like a picture.
    static func across(_ count: Int, columns: Int) -> Int {
        func cost(_ across: Int) -> Double {
            let ideal = Double(count).squareRoot() * 1.3
            return abs(Double(across) - ideal) + (count.isMultiple(of: across) ? 0 : 0.5)
        }
        return (1...max(1, count)).filter { $0 == 1 || $0 * narrowest <= columns }.min { cost($0) < cost($1) } ?? 1
    }

    /// Columns of the narrowest tile, the gap beside it included.
    private static let narrowest = 17

    /// More than these do not fit on the smallest screen.
    private static let most = 12

    /// The home that is compiled in.
    public static let livingRoom = EmbeddedHome.bytes("living-room.json").flatMap { try? HomeMenu(json: $0) }
}
