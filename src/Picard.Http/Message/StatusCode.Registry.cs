namespace Picard;

// The IANA HTTP Status Code Registry, which RFC 9110 §16.2.1 established.
public readonly partial struct StatusCode
{
    /// <summary>100 Continue.</summary>
    public static StatusCode Continue => new(100, default(Unchecked));

    /// <summary>101 Switching Protocols.</summary>
    public static StatusCode SwitchingProtocols => new(101, default(Unchecked));

    /// <summary>102 Processing.</summary>
    public static StatusCode Processing => new(102, default(Unchecked));

    /// <summary>103 Early Hints.</summary>
    public static StatusCode EarlyHints => new(103, default(Unchecked));

    /// <summary>200 OK.</summary>
    public static StatusCode Ok => new(200, default(Unchecked));

    /// <summary>201 Created.</summary>
    public static StatusCode Created => new(201, default(Unchecked));

    /// <summary>202 Accepted.</summary>
    public static StatusCode Accepted => new(202, default(Unchecked));

    /// <summary>203 Non-Authoritative Information.</summary>
    public static StatusCode NonAuthoritativeInformation => new(203, default(Unchecked));

    /// <summary>204 No Content.</summary>
    public static StatusCode NoContent => new(204, default(Unchecked));

    /// <summary>205 Reset Content.</summary>
    public static StatusCode ResetContent => new(205, default(Unchecked));

    /// <summary>206 Partial Content.</summary>
    public static StatusCode PartialContent => new(206, default(Unchecked));

    /// <summary>207 Multi-Status.</summary>
    public static StatusCode MultiStatus => new(207, default(Unchecked));

    /// <summary>208 Already Reported.</summary>
    public static StatusCode AlreadyReported => new(208, default(Unchecked));

    /// <summary>226 IM Used.</summary>
    public static StatusCode ImUsed => new(226, default(Unchecked));

    /// <summary>300 Multiple Choices.</summary>
    public static StatusCode MultipleChoices => new(300, default(Unchecked));

    /// <summary>301 Moved Permanently.</summary>
    public static StatusCode MovedPermanently => new(301, default(Unchecked));

    /// <summary>302 Found.</summary>
    public static StatusCode Found => new(302, default(Unchecked));

    /// <summary>303 See Other.</summary>
    public static StatusCode SeeOther => new(303, default(Unchecked));

    /// <summary>304 Not Modified.</summary>
    public static StatusCode NotModified => new(304, default(Unchecked));

    /// <summary>305 Use Proxy.</summary>
    public static StatusCode UseProxy => new(305, default(Unchecked));

    /// <summary>307 Temporary Redirect.</summary>
    public static StatusCode TemporaryRedirect => new(307, default(Unchecked));

    /// <summary>308 Permanent Redirect.</summary>
    public static StatusCode PermanentRedirect => new(308, default(Unchecked));

    /// <summary>400 Bad Request.</summary>
    public static StatusCode BadRequest => new(400, default(Unchecked));

    /// <summary>401 Unauthorized.</summary>
    public static StatusCode Unauthorized => new(401, default(Unchecked));

    /// <summary>402 Payment Required.</summary>
    public static StatusCode PaymentRequired => new(402, default(Unchecked));

    /// <summary>403 Forbidden.</summary>
    public static StatusCode Forbidden => new(403, default(Unchecked));

    /// <summary>404 Not Found.</summary>
    public static StatusCode NotFound => new(404, default(Unchecked));

    /// <summary>405 Method Not Allowed.</summary>
    public static StatusCode MethodNotAllowed => new(405, default(Unchecked));

    /// <summary>406 Not Acceptable.</summary>
    public static StatusCode NotAcceptable => new(406, default(Unchecked));

    /// <summary>407 Proxy Authentication Required.</summary>
    public static StatusCode ProxyAuthenticationRequired => new(407, default(Unchecked));

    /// <summary>408 Request Timeout.</summary>
    public static StatusCode RequestTimeout => new(408, default(Unchecked));

    /// <summary>409 Conflict.</summary>
    public static StatusCode Conflict => new(409, default(Unchecked));

    /// <summary>410 Gone.</summary>
    public static StatusCode Gone => new(410, default(Unchecked));

    /// <summary>411 Length Required.</summary>
    public static StatusCode LengthRequired => new(411, default(Unchecked));

    /// <summary>412 Precondition Failed.</summary>
    public static StatusCode PreconditionFailed => new(412, default(Unchecked));

    /// <summary>413 Content Too Large.</summary>
    public static StatusCode ContentTooLarge => new(413, default(Unchecked));

    /// <summary>414 URI Too Long.</summary>
    public static StatusCode UriTooLong => new(414, default(Unchecked));

    /// <summary>415 Unsupported Media Type.</summary>
    public static StatusCode UnsupportedMediaType => new(415, default(Unchecked));

    /// <summary>416 Range Not Satisfiable.</summary>
    public static StatusCode RangeNotSatisfiable => new(416, default(Unchecked));

    /// <summary>417 Expectation Failed.</summary>
    public static StatusCode ExpectationFailed => new(417, default(Unchecked));

    /// <summary>421 Misdirected Request.</summary>
    public static StatusCode MisdirectedRequest => new(421, default(Unchecked));

    /// <summary>422 Unprocessable Content.</summary>
    public static StatusCode UnprocessableContent => new(422, default(Unchecked));

    /// <summary>423 Locked.</summary>
    public static StatusCode Locked => new(423, default(Unchecked));

    /// <summary>424 Failed Dependency.</summary>
    public static StatusCode FailedDependency => new(424, default(Unchecked));

    /// <summary>425 Too Early.</summary>
    public static StatusCode TooEarly => new(425, default(Unchecked));

    /// <summary>426 Upgrade Required.</summary>
    public static StatusCode UpgradeRequired => new(426, default(Unchecked));

    /// <summary>428 Precondition Required.</summary>
    public static StatusCode PreconditionRequired => new(428, default(Unchecked));

    /// <summary>429 Too Many Requests.</summary>
    public static StatusCode TooManyRequests => new(429, default(Unchecked));

    /// <summary>431 Request Header Fields Too Large.</summary>
    public static StatusCode RequestHeaderFieldsTooLarge => new(431, default(Unchecked));

    /// <summary>451 Unavailable For Legal Reasons.</summary>
    public static StatusCode UnavailableForLegalReasons => new(451, default(Unchecked));

    /// <summary>500 Internal Server Error.</summary>
    public static StatusCode InternalServerError => new(500, default(Unchecked));

    /// <summary>501 Not Implemented.</summary>
    public static StatusCode NotImplemented => new(501, default(Unchecked));

    /// <summary>502 Bad Gateway.</summary>
    public static StatusCode BadGateway => new(502, default(Unchecked));

    /// <summary>503 Service Unavailable.</summary>
    public static StatusCode ServiceUnavailable => new(503, default(Unchecked));

    /// <summary>504 Gateway Timeout.</summary>
    public static StatusCode GatewayTimeout => new(504, default(Unchecked));

    /// <summary>505 HTTP Version Not Supported.</summary>
    public static StatusCode HttpVersionNotSupported => new(505, default(Unchecked));

    /// <summary>506 Variant Also Negotiates.</summary>
    public static StatusCode VariantAlsoNegotiates => new(506, default(Unchecked));

    /// <summary>507 Insufficient Storage.</summary>
    public static StatusCode InsufficientStorage => new(507, default(Unchecked));

    /// <summary>508 Loop Detected.</summary>
    public static StatusCode LoopDetected => new(508, default(Unchecked));

    /// <summary>511 Network Authentication Required.</summary>
    public static StatusCode NetworkAuthenticationRequired => new(511, default(Unchecked));

    private static string ReasonPhraseOf(int code) => code switch
    {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        511 => "Network Authentication Required",
        _ => "",
    };
}
