using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>A request target (RFC 9112 §3.2), split but not decoded: every part is the octets as received.</summary>
/// <remarks>A view: valid as long as the message it comes from.</remarks>
public readonly ref struct RequestTarget
{
    private readonly ParsedRequest _request;

    internal RequestTarget(ParsedRequest request) => _request = request;

    /// <summary>Which of the four forms it has.</summary>
    public TargetForm Form => _request.Facts.Form;

    /// <summary>The whole target as received.</summary>
    public ReadOnlySpan<byte> Raw => _request.Octets(_request.Facts.Target);

    /// <summary><c>http</c> or <c>https</c> as received in an absolute-form; else empty.</summary>
    public ReadOnlySpan<byte> Scheme => _request.Octets(_request.Facts.Scheme);

    /// <summary>Host and optional port of an absolute-form or authority-form; else empty.</summary>
    public ReadOnlySpan<byte> Authority => _request.Octets(_request.Facts.Authority);

    /// <summary>The path; <c>/</c> where an absolute-form has none (RFC 9110 §4.2.3); empty for authority-form and <c>*</c>.</summary>
    public ReadOnlySpan<byte> Path
    {
        get
        {
            ref readonly var facts = ref _request.Facts;
            return facts.Path.Bytes == 0 && facts.Form == TargetForm.Absolute ? "/"u8 : _request.Octets(facts.Path);
        }
    }

    /// <summary>The query without its <c>?</c>; empty both for no query and for an empty one.</summary>
    public ReadOnlySpan<byte> Query => _request.Octets(_request.Facts.Query);

    /// <summary>Whether there is a <c>?</c>.</summary>
    public bool HasQuery => _request.Facts.HasQuery;

    /// <summary>The target as received.</summary>
    public override string ToString() => Encoding.ASCII.GetString(Raw);
}
