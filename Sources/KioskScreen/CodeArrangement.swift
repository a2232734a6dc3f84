/// One way to place a code, its address and its QR, and how good it is.
struct CodeArrangement {
    var text: Column
    let setting: BigText?
    let picture: QRPicture?
    let caption: [String]
    let isBeside: Bool
    /// Columns between text and QR.
    let between: Int
    /// The side margin where it is not the sheet's own.
    var margin: Int?

    /// - Returns: nil when what must stay does not fit.
    init?(
        _ items: [Column.Item], rows: Int, _ setting: BigText?, _ picture: QRPicture?, _ caption: [String],
        isBeside: Bool, _ between: Int
    ) {
        text = Column(items)
        guard text.squeeze(into: rows) else { return nil }
        self.setting = setting
        self.picture = picture
        self.caption = caption
        self.isBeside = isBeside
        self.between = between
    }

    /// The highest `spare` of what says what to do, and the highest `air` of what sets the code apart.
    private static let needful = 3
    private static let apart = 4

    /// Nothing had to go that a person needs, and the code does not touch the text.
    var isComfortable: Bool { text.dropped(upTo: Self.needful) == 0 && text.closed(upTo: Self.apart) == 0 }

    /// Each line outweighs all below it.
    var score: Int {
        var score = 0
        if setting != nil { score += 1 << 30 }
        score += (8 - min(8, text.dropped(upTo: Self.needful))) << 26
        if picture != nil { score += 1 << 25 }
        if let setting {
            if setting.letterRows * 10 >= setting.screenRows { score += 1 << 24 }
            score += setting.face.rawValue << 22
        }
        if isComfortable { score += 1 << 21 }
        if let picture {
            if picture.isFull { score += 1 << 14 }
            if picture.quiet == 4 { score += 1 << 13 }
            if picture.symbol.level >= .medium { score += 1 << 12 }
        }
        if isBeside { score += 1 << 11 }
        score += min(60, setting?.letterRows ?? 0) << 4
        return score - text.dropped(upTo: .max)
    }
}
