/// A message a request is made of; the raw value is its name below the API's package.
/// - Source: gemini-api.md section 4.
enum Message: String, Sendable {
  case generateContentRequest = "GenerateContentRequest"
  case countTokensRequest = "CountTokensRequest"
  case safetySetting = "SafetySetting"

  case content = "Content"
  case part = "Part"
  case blob = "Blob"
  case fileData = "FileData"
  case functionCall = "FunctionCall"
  case functionResponse = "FunctionResponse"
  case functionResponsePart = "FunctionResponsePart"
  case executableCode = "ExecutableCode"
  case codeExecutionResult = "CodeExecutionResult"
  case toolCall = "ToolCall"
  case toolResponse = "ToolResponse"
  case videoMetadata = "VideoMetadata"
  case partMediaResolution = "Part.MediaResolution"

  case generationConfig = "GenerationConfig"
  case thinkingConfig = "ThinkingConfig"
  case imageConfig = "ImageConfig"
  case speechConfig = "SpeechConfig"
  case voiceConfig = "VoiceConfig"
  case prebuiltVoiceConfig = "PrebuiltVoiceConfig"
  case multiSpeakerVoiceConfig = "MultiSpeakerVoiceConfig"
  case speakerVoiceConfig = "SpeakerVoiceConfig"

  case tool = "Tool"
  case functionDeclaration = "FunctionDeclaration"
  case schema = "Schema"
  case googleSearch = "GoogleSearch"
  case searchTypes = "GoogleSearch.SearchTypes"
  case interval = "Interval"
  case googleSearchRetrieval = "GoogleSearchRetrieval"
  case dynamicRetrievalConfig = "DynamicRetrievalConfig"
  case googleMaps = "GoogleMaps"
  case fileSearch = "FileSearch"
  case toolConfig = "ToolConfig"
  case functionCallingConfig = "FunctionCallingConfig"
  case retrievalConfig = "RetrievalConfig"
  case latLng = "LatLng"
  /// A message without fields.
  case empty = "Empty"

  /// The fields by their names in camelCase.
  var fields: [String: FieldType] { Self.all[self] ?? [:] }

  /// Fields of which only one may be set, and the name of their group.
  var oneof: (name: String, fields: Set<String>)? {
    self == .part ? ("data", Self.partData) : nil
  }

  /// The keys of a part that hold its data; the others say more about it.
  static let partData: Set<String> = [
    "text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult",
    "toolCall", "toolResponse",
  ]

  private static let all: [Message: [String: FieldType]] = requests.merging(contents) { first, _ in first }
    .merging(configs) { first, _ in first }.merging(tools) { first, _ in first }

  private static let requests: [Message: [String: FieldType]] = [
    .generateContentRequest: [
      "model": .string, "contents": .list(.message(.content)), "systemInstruction": .message(.content),
      "generationConfig": .message(.generationConfig), "safetySettings": .list(.message(.safetySetting)),
      "tools": .list(.message(.tool)), "toolConfig": .message(.toolConfig), "cachedContent": .string,
      "serviceTier": .enumeration(.serviceTier), "labels": .map(.string), "store": .bool, "continuationToken": .bytes,
    ],
    .countTokensRequest: [
      "model": .string, "contents": .list(.message(.content)),
      "generateContentRequest": .message(.generateContentRequest),
    ],
    .safetySetting: ["category": .enumeration(.harmCategory), "threshold": .enumeration(.harmBlockThreshold)],
  ]

  private static let contents: [Message: [String: FieldType]] = [
    .content: ["role": .string, "parts": .list(.message(.part))],
    .part: [
      "text": .string, "inlineData": .message(.blob), "fileData": .message(.fileData),
      "functionCall": .message(.functionCall), "functionResponse": .message(.functionResponse),
      "executableCode": .message(.executableCode), "codeExecutionResult": .message(.codeExecutionResult),
      "toolCall": .message(.toolCall), "toolResponse": .message(.toolResponse), "thought": .bool,
      "thoughtSignature": .bytes, "videoMetadata": .message(.videoMetadata),
      "mediaResolution": .message(.partMediaResolution), "partMetadata": .structure,
    ],
    .blob: ["mimeType": .string, "data": .bytes, "displayName": .string],
    .fileData: ["mimeType": .string, "fileUri": .string, "displayName": .string],
    .functionCall: ["id": .string, "name": .string, "args": .structure],
    .functionResponse: [
      "id": .string, "name": .string, "response": .structure, "parts": .list(.message(.functionResponsePart)),
      "willContinue": .bool, "scheduling": .enumeration(.scheduling),
    ],
    .functionResponsePart: ["inlineData": .message(.blob), "fileData": .message(.fileData)],
    .executableCode: ["id": .string, "language": .enumeration(.language), "code": .string],
    .codeExecutionResult: ["id": .string, "outcome": .enumeration(.outcome), "output": .string],
    .toolCall: ["id": .string, "toolType": .enumeration(.toolType), "args": .structure],
    .toolResponse: ["id": .string, "toolType": .enumeration(.toolType), "response": .structure],
    .videoMetadata: ["startOffset": .duration, "endOffset": .duration, "fps": .float],
    .partMediaResolution: ["level": .enumeration(.partMediaResolution), "numTokens": .int32],
  ]

  private static let configs: [Message: [String: FieldType]] = [
    .generationConfig: [
      "temperature": .float, "topP": .float, "topK": .int32, "candidateCount": .int32, "maxOutputTokens": .int32,
      "stopSequences": .list(.string), "seed": .int32, "presencePenalty": .float, "frequencyPenalty": .float,
      "responseLogprobs": .bool, "logprobs": .int32, "responseMimeType": .string, "responseSchema": .message(.schema),
      "responseJsonSchema": .value, "responseModalities": .list(.enumeration(.modality)),
      "imageConfig": .message(.imageConfig), "responseFormat": .list(.structure),
      "mediaResolution": .enumeration(.mediaResolution), "thinkingConfig": .message(.thinkingConfig),
      "speechConfig": .message(.speechConfig), "enableEnhancedCivicAnswers": .bool,
      "audioTranscriptionConfig": .structure,
    ],
    .thinkingConfig: [
      "includeThoughts": .bool, "thinkingBudget": .int32, "thinkingLevel": .enumeration(.thinkingLevel),
    ],
    .imageConfig: ["aspectRatio": .string, "imageSize": .string],
    .speechConfig: [
      "voiceConfig": .message(.voiceConfig), "languageCode": .string,
      "multiSpeakerVoiceConfig": .message(.multiSpeakerVoiceConfig),
    ],
    .voiceConfig: ["prebuiltVoiceConfig": .message(.prebuiltVoiceConfig)],
    .prebuiltVoiceConfig: ["voiceName": .string],
    .multiSpeakerVoiceConfig: ["speakerVoiceConfigs": .list(.message(.speakerVoiceConfig))],
    .speakerVoiceConfig: ["speaker": .string, "voiceConfig": .message(.voiceConfig)],
  ]

  private static let tools: [Message: [String: FieldType]] = [
    .tool: [
      "googleSearch": .message(.googleSearch), "googleSearchRetrieval": .message(.googleSearchRetrieval),
      "codeExecution": .message(.empty), "urlContext": .message(.empty), "googleMaps": .message(.googleMaps),
      "fileSearch": .message(.fileSearch), "computerUse": .structure, "mcpServers": .list(.structure),
      "functionDeclarations": .list(.message(.functionDeclaration)),
    ],
    .functionDeclaration: [
      "name": .string, "description": .string, "parameters": .message(.schema), "parametersJsonSchema": .value,
      "response": .message(.schema), "responseJsonSchema": .value, "behavior": .enumeration(.behavior),
    ],
    .schema: [
      "type": .enumeration(.schemaType), "format": .string, "title": .string, "description": .string,
      "nullable": .bool, "enum": .list(.string), "items": .message(.schema), "minItems": .int64, "maxItems": .int64,
      "properties": .map(.message(.schema)), "required": .list(.string), "minProperties": .int64,
      "maxProperties": .int64, "minimum": .float, "maximum": .float, "minLength": .int64, "maxLength": .int64,
      "pattern": .string, "anyOf": .list(.message(.schema)), "propertyOrdering": .list(.string), "default": .value,
      "example": .value, "additionalProperties": .value, "defs": .map(.message(.schema)), "ref": .string,
    ],
    .googleSearch: ["timeRangeFilter": .message(.interval), "searchTypes": .message(.searchTypes)],
    .searchTypes: ["webSearch": .message(.empty), "imageSearch": .message(.empty)],
    .interval: ["startTime": .timestamp, "endTime": .timestamp],
    .googleSearchRetrieval: ["dynamicRetrievalConfig": .message(.dynamicRetrievalConfig)],
    .dynamicRetrievalConfig: ["mode": .enumeration(.retrievalMode), "dynamicThreshold": .float],
    .googleMaps: ["enableWidget": .bool, "authConfig": .structure],
    .fileSearch: ["fileSearchStoreNames": .list(.string), "topK": .int32, "metadataFilter": .string],
    .toolConfig: [
      "functionCallingConfig": .message(.functionCallingConfig), "retrievalConfig": .message(.retrievalConfig),
      "includeServerSideToolInvocations": .bool,
    ],
    .functionCallingConfig: ["mode": .enumeration(.callingMode), "allowedFunctionNames": .list(.string)],
    .retrievalConfig: ["latLng": .message(.latLng), "languageCode": .string],
    .latLng: ["latitude": .float, "longitude": .float],
  ]
}
