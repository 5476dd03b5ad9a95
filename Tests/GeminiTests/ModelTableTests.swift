import Testing

@testable import Gemini

@Suite struct ModelTableTests {
  private let table = ModelTable.builtIn

  @Test func theTableIsThereAndDated() {
    #expect(table.modelIDs.count > 40)
    #expect(Self.isDate(table.date))
  }

  static func isDate(_ text: String) -> Bool {
    text.wholeMatch(of: /20\d\d-[01]\d-[0-3]\d/) != nil
  }

  @Test func rowsHoldOnlyWhatIsRead() throws {
    let rows = try #require(try JSON(parsing: PackageResources.models_json)["models"]?.object?.members)
    let fields: Set<String> = [
      "displayName", "inputTokenLimit", "outputTokenLimit", "input", "output", "imagesOnRequest", "thinking",
      "aspectRatios", "imageSizes", "maxInputImages", "maxTemperature", "refusesSystemInstruction",
      "requiresSignatures", "requiresModalities", "stallSeconds", "prices", "priced", "since", "end",
      "successor", "stage", "like", "alias",
    ]
    let prices: Set<String> = [
      "input", "output", "cached", "audioInput", "imageOutput", "image", "from", "until", "upToPromptTokens",
    ]
    for row in rows {
      let members = try #require(row.value.object).members
      #expect(fields.isSuperset(of: members.map(\.key)), "\(row.key)")
      for price in row.value["prices"]?.array ?? [] {
        #expect(prices.isSuperset(of: try #require(price.object).members.map(\.key)), "\(row.key)")
      }
      for key in ["priced", "since", "end"] {
        if let date = row.value[key]?.string { #expect(Self.isDate(date), "\(row.key)") }
      }
      for key in ["like", "alias", "successor"] {
        if let other = row.value[key]?.string { #expect(table.modelIDs.contains(other), "\(row.key)") }
      }
    }
  }

  @Test func everyEndedModelHasASuccessorThatHasNotEnded() {
    for id in table.modelIDs {
      let traits = table.traits(of: id)
      guard traits.hasEnded(on: table.date) else { continue }
      let successor = traits.successor.map(table.traits)
      #expect(successor?.hasEnded(on: table.date) == false, "\(id)")
    }
  }

  @Test(arguments: [
    ("gemini-2.0-flash", "gemini-3.5-flash-lite"), ("gemini-2.0-flash-thinking", "gemini-pro-latest"),
    ("gemini-2.0-flash-thinking-exp-01-21", "gemini-pro-latest"), ("gemini-2.0-flash-exp", "gemini-3.5-flash-lite"),
    ("gemini-2.0-flash-exp-image-generation", "gemini-nano-banana-2.1"),
    ("gemini-3-pro-preview", "gemini-3.1-pro-preview"),
  ])
  func oldModelsNameTheirSuccessors(_ id: String, _ successor: String) {
    let traits = table.traits(of: id)
    #expect(traits.hasEnded(on: "2026-11-22"))
    #expect(traits.successor == successor)
  }

  @Test func theDayOfTheEndIsTheFirstWithoutTheModel() {
    let traits = table.traits(of: "gemini-2.5-pro")
    #expect(!traits.hasEnded(on: "2026-11-30"))
    #expect(traits.hasEnded(on: "2026-12-01"))
  }

  @Test func anAliasHasTheTraitsOfItsTarget() {
    let alias = table.traits(of: "gemini-flash-latest")
    let target = table.traits(of: "gemini-3.8-flash")
    #expect(alias.target == "gemini-3.8-flash" && target.target == nil)
    #expect(alias.thinking == target.thinking && alias.prices == target.prices)
    #expect(alias.displayName == "Gemini Flash Latest")
  }

  @Test func anIDWithAnEndingHasTheTraitsOfItsLongestBeginning() {
    let dated = table.traits(of: "models/gemini-2.5-flash-preview-09-2025")
    #expect(dated.id == "gemini-2.5-flash-preview-09-2025")
    #expect(dated.thinking == .budget(0...24576, canBeOff: true))
    #expect(!dated.isListed && table.traits(of: "gemini-2.5-flash").isListed)
    #expect(table.traits(of: "gemini-2.5-flash-lite-001").thinking == .budget(512...24576, canBeOff: true))
    #expect(table.traits(of: "gemini-2.5-flash-preview-tts").thinking == .none)
    #expect(table.traits(of: "gemini-2.5-flashy").thinking == .unknown)
  }

  @Test func newModelsOfAFamilyThink() {
    #expect(table.traits(of: "gemini-3.9-flash").thinks)
    #expect(table.traits(of: "gemini-4-neon").thinking == .levels(["low", "medium", "high"]))
    #expect(!table.traits(of: "somebody-elses").thinks)
  }

  @Test func aPersonsFileChangesOnlyWhatItNames() throws {
    var table = table
    let text = #"{"models":{"gemini-3.8-flash":{"end":"2027-09-01","stage":null},"mine-1":{"thinking":"fixed"}}}"#
    #expect(table.override(with: Array(text.utf8)) == nil)
    let traits = table.traits(of: "gemini-3.8-flash")
    #expect(traits.endDate == "2027-09-01")
    #expect(traits.inputTokenLimit == 1_048_576)
    #expect(table.traits(of: "mine-1").thinking == .fixed)
    #expect(table.modelIDs.last == "mine-1" || table.modelIDs.contains("mine-1"))
  }

  @Test(arguments: ["{", "[]", "{\"models\": 3}", "{\"models\": {\"a\": 1}}", ""])
  func aBrokenFileIsASentence(_ text: String) {
    var table = table
    let problem = table.override(with: Array(text.utf8))
    #expect(problem?.hasSuffix(".") == true)
    #expect(table == ModelTable.builtIn)
  }

  @Test func rowsThatFollowEachOtherInACircleEnd() {
    var table = table
    let text = #"{"models":{"a":{"like":"b","thinking":"fixed"},"b":{"like":"a","inputTokenLimit":7}}}"#
    #expect(table.override(with: Array(text.utf8)) == nil)
    #expect(table.traits(of: "a").thinking == .fixed)
    #expect(table.traits(of: "a").inputTokenLimit == 7)
  }

  @Test func theServiceKnowsBetter() throws {
    var table = table
    let models: [JSON] = [
      ["name": "models/gemini-3.8-flash", "inputTokenLimit": 2_000_000, "maxTemperature": 1, "thinking": true],
      ["name": "models/fresh", "thinking": true], ["name": "models/gemini-2.5-flash", "thinking": false],
    ]
    table.take(models.compactMap(Model.init))
    let flash = table.traits(of: "gemini-3.8-flash")
    #expect(flash.inputTokenLimit == 2_000_000 && flash.outputTokenLimit == 65536)
    #expect(flash.maxTemperature == 1)
    #expect(flash.thinking == .levels(["low", "medium", "high"]))
    let fresh = table.traits(of: "fresh")
    #expect(fresh.thinking == .unknown && fresh.thinks)
    #expect(table.traits(of: "gemini-2.5-flash").thinking == .none)
    table.take([])
    #expect(table == ModelTable.builtIn)
  }
}

@Suite struct CostTests {
  private func cost(
    _ model: String, _ usage: JSONObject, on date: String = "2026-11-22", images: Int = 0, size: String? = nil
  ) -> Double? {
    ModelTable.builtIn.traits(of: model).cost(of: UsageMetadata(usage), on: date, images: images, imageSize: size)
  }

  private func isNear(_ value: Double?, _ wanted: Double) -> Bool { value.map { abs($0 - wanted) < 1e-9 } ?? false }

  @Test func inputCachedThoughtsAndAnswer() {
    let usage = JSONObject([
      "promptTokenCount": 1000, "cachedContentTokenCount": 400, "thoughtsTokenCount": 100, "candidatesTokenCount": 50,
    ])
    // 600 x 1.50 + 400 x 0.15 + 150 x 9, each a million.
    #expect(isNear(cost("gemini-3.5-flash", usage), 0.00231))
  }

  @Test func pricesFollowTheDay() {
    let usage = JSONObject(["promptTokenCount": 1_000_000, "candidatesTokenCount": 1_000_000])
    #expect(isNear(cost("gemini-4-argon", usage, on: "2026-11-30"), 12))
    #expect(isNear(cost("gemini-4-argon", usage, on: "2026-12-01"), 24))
  }

  @Test func pricesFollowTheLengthOfThePrompt() {
    #expect(isNear(cost("gemini-2.5-pro", JSONObject(["promptTokenCount": 200_000])), 0.25))
    #expect(isNear(cost("gemini-2.5-pro", JSONObject(["promptTokenCount": 200_001])), 0.5000025))
  }

  @Test func picturesByTokenAndByPiece() {
    let details: JSON = [["modality": "IMAGE", "tokenCount": 1120], ["modality": "TEXT", "tokenCount": 10]]
    let usage = JSONObject(["promptTokenCount": 0, "candidatesTokenCount": 1130, "candidatesTokensDetails": details])
    #expect(isNear(cost("gemini-3-pro-image", usage, images: 1), (1120 * 120 + 10 * 12) / 1e6))
    let plain = JSONObject(["promptTokenCount": 500, "candidatesTokenCount": 1130])
    #expect(isNear(cost("gemini-3-pro-image", plain, images: 1, size: "4K"), 500 * 2 / 1e6 + 0.24))
    #expect(isNear(cost("gemini-3.1-flash-lite-image", usage, images: 1), 0.034 + 10 * 1.5 / 1e6))
    #expect(isNear(cost("gemini-nano-banana-2.1", usage, images: 2), 0.068))
    #expect(cost("gemini-nano-banana-2.1", usage, images: 2, size: "4K") == nil)
  }

  @Test func unknownPricesAreNotGuessed() {
    #expect(cost("somebody-elses", JSONObject(["promptTokenCount": 10])) == nil)
    #expect(cost("gemini-3.8-flash", JSONObject()) == nil)
    #expect(isNear(cost("gemma-4-31b-it", JSONObject(["promptTokenCount": 10, "candidatesTokenCount": 5])), 0))
  }
}
