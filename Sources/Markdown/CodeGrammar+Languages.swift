/// The languages whose code is coloured.
extension CodeGrammar {
  /// Names after a fence, apart by blanks, with what they mean.
  static let all: [(names: String, grammar: CodeGrammar)] = [
    ("swift", swift), ("python py python3 pyi", python),
    ("javascript js jsx mjs cjs typescript ts tsx", javascript), ("json jsonc json5 jsonl", json),
    ("c h cpp c++ cc cxx hpp", c), ("go golang", go), ("rust rs", rust),
    ("shell sh bash zsh console shellscript", shell), ("html xml xhtml htm svg", CodeGrammar(kind: .markup)),
    ("sql sqlite postgresql mysql", sql), ("yaml yml", yaml), ("diff patch", CodeGrammar(kind: .diff)),
  ]

  private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

  private static func bytes(_ text: String) -> Set<UInt8> { Set(text.utf8) }

  private static let slashes = [Array("//".utf8)]
  private static let hash = [Array("#".utf8)]
  private static let starred = (open: Array("/*".utf8), close: Array("*/".utf8))

  private static let swift = CodeGrammar(
    keywords: words(
      """
      actor any as associatedtype async await borrowing break case catch class consuming continue convenience \
      default defer deinit do else enum extension fallthrough false fileprivate final for func get guard if import \
      in indirect infix init inout internal is isolated lazy let mutating nil nonisolated nonmutating open operator \
      optional override package postfix precedencegroup prefix private protocol public repeat required rethrows \
      return self Self set some static struct subscript super switch throw throws true try typealias unowned unsafe \
      var weak where while
      """),
    lineComments: slashes, blockComment: starred, nestsComments: true,
    quotes: [Quote("\"\"\"", multiline: true), Quote("#\"", "\"#", escapes: false), Quote("\"")],
    sigils: bytes("@#"), capitalsAreTypes: true)

  private static let python = CodeGrammar(
    keywords: words(
      """
      False None True and as assert async await break case class continue def del elif else except finally for from \
      global if import in is lambda match nonlocal not or pass raise return self try while with yield
      """),
    types: words("bool bytearray bytes complex dict float frozenset int list object set str tuple type"),
    lineComments: hash,
    quotes: [Quote("\"\"\"", multiline: true), Quote("'''", multiline: true), Quote("\""), Quote("'")],
    sigils: bytes("@"), capitalsAreTypes: true)

  private static let javascript = CodeGrammar(
    keywords: words(
      """
      abstract as async await break case catch class const continue debugger declare default delete do else enum \
      export extends false finally for from function get if implements import in instanceof interface keyof let \
      namespace new null of private protected public readonly return satisfies set static super switch this throw \
      true try type typeof undefined var void while yield
      """),
    types: words("any bigint boolean never number object string symbol unknown"),
    lineComments: slashes, blockComment: starred, quotes: [Quote("`", multiline: true), Quote("\""), Quote("'")],
    sigils: bytes("@"), wordBytes: bytes("$"), capitalsAreTypes: true)

  private static let json = CodeGrammar(
    keywords: words("false null true"), lineComments: slashes, blockComment: starred, quotes: [Quote("\"")],
    hasKeys: true)

  private static let c = CodeGrammar(
    keywords: words(
      """
      NULL alignas alignof asm auto break case catch class concept const const_cast consteval constexpr constinit \
      continue co_await co_return co_yield decltype default delete do dynamic_cast else enum explicit export extern \
      false final for friend goto if inline mutable namespace new noexcept nullptr operator override private \
      protected public register reinterpret_cast requires restrict return sizeof static static_assert static_cast \
      struct switch template this thread_local throw true try typedef typename union using virtual volatile while
      """),
    types: words(
      """
      bool char char16_t char32_t char8_t double float int int16_t int32_t int64_t int8_t intptr_t long ptrdiff_t \
      short signed size_t ssize_t string uint16_t uint32_t uint64_t uint8_t uintptr_t unsigned vector void wchar_t
      """),
    lineComments: slashes, blockComment: starred,
    quotes: [Quote("R\"(", ")\"", escapes: false, multiline: true), Quote("\""), Quote("'", character: true)],
    sigils: bytes("#"), capitalsAreTypes: true)

  private static let go = CodeGrammar(
    keywords: words(
      """
      break case chan const continue default defer else fallthrough false for func go goto if import interface iota \
      map nil package range return select struct switch true type var
      """),
    types: words(
      """
      any bool byte comparable complex128 complex64 error float32 float64 int int16 int32 int64 int8 rune string \
      uint uint16 uint32 uint64 uint8 uintptr
      """),
    lineComments: slashes, blockComment: starred,
    quotes: [Quote("`", escapes: false, multiline: true), Quote("\""), Quote("'", character: true)])

  private static let rust = CodeGrammar(
    keywords: words(
      """
      Self as async await box break const continue crate dyn else enum extern false fn for if impl in let loop match \
      mod move mut pub ref return self static struct super trait true type union unsafe use where while yield
      """),
    types: words("bool char f32 f64 i128 i16 i32 i64 i8 isize str u128 u16 u32 u64 u8 usize"),
    lineComments: slashes, blockComment: starred, nestsComments: true,
    quotes: [
      Quote("r#\"", "\"#", escapes: false, multiline: true), Quote("\"", multiline: true), Quote("'", character: true),
    ],
    sigils: bytes("#"), capitalsAreTypes: true)

  private static let shell = CodeGrammar(
    keywords: words(
      """
      break case cd continue declare do done echo elif else esac eval exec exit export fi for function if in local \
      printf read readonly return select set shift source test then trap unset until while
      """),
    lineComments: hash, quotes: [Quote("\"", multiline: true), Quote("'", escapes: false, multiline: true)],
    sigils: bytes("$"), wordBytes: bytes("-./"), needsBlank: true)

  private static let sql = CodeGrammar(
    keywords: words(
      """
      add all alter and as asc begin between by cascade case check column commit constraint create cross database \
      default delete desc distinct drop else end except exists foreign from full group having if in index inner \
      insert intersect into is join key left like limit not null offset on or order outer primary references \
      returning right rollback select set table then transaction trigger union unique update using values view when \
      where with
      """),
    types: words(
      """
      bigint blob boolean char date datetime decimal double float int integer json jsonb numeric real serial \
      smallint text time timestamp uuid varchar
      """),
    lineComments: [Array("--".utf8)], blockComment: starred,
    quotes: [Quote("'", escapes: false, multiline: true), Quote("\"", escapes: false)], ignoresCase: true)

  private static let yaml = CodeGrammar(
    keywords: words("false no null off on true yes"), lineComments: hash,
    quotes: [Quote("\""), Quote("'", escapes: false)], sigils: bytes("&*!"), wordBytes: bytes("-./"), hasKeys: true,
    needsBlank: true)
}
