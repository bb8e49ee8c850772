using System.Diagnostics;

namespace Picard.Http;

/// <summary>
/// <c>chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )</c> (RFC 9112 §7.1.1), an octet at a time, from the
/// first octet after the size to the CR. What an extension says is ignored, as a recipient that does not know it must.
/// </summary>
internal struct ChunkExtensionParser
{
    private State _state;

    // States are what is expected next.
    private enum State : byte
    {
        Semicolon,
        NameStart,
        Name,
        AfterName,
        ValueStart,
        Token,
        Quoted,
        QuotedPair,
        AfterValue,
    }

    /// <summary>Octets of all extensions of the message so far.</summary>
    public int TotalBytes { get; private set; }

    /// <summary>Whether a semicolon has been seen.</summary>
    public readonly bool HasBegun => _state != State.Semicolon;

    /// <summary>Whether the line may end here: BWS goes before something, so not after it.</summary>
    public readonly bool IsComplete => _state is State.Name or State.Token or State.AfterValue && !_trailingSpace;

    private bool _trailingSpace;

    /// <summary>Starts with the next chunk.</summary>
    public void Start()
    {
        _state = State.Semicolon;
        _trailingSpace = false;
    }

    /// <summary>Takes one octet.</summary>
    /// <returns>False if it breaks the grammar.</returns>
    public bool Accept(byte octet)
    {
        TotalBytes++;
        _trailingSpace = Grammar.IsWhitespace(octet) && _state is not (State.Quoted or State.QuotedPair);
        switch (_state)
        {
            case State.Semicolon or State.AfterValue:
                return _trailingSpace || Go(octet == ';', State.NameStart);

            case State.NameStart:
                return _trailingSpace || Go(Grammar.IsToken([octet]), State.Name);

            case State.Name or State.AfterName:
                if (_trailingSpace)
                {
                    return Go(true, State.AfterName);
                }

                return octet switch
                {
                    (byte)';' => Go(true, State.NameStart),
                    (byte)'=' => Go(true, State.ValueStart),
                    _ => _state == State.Name && Grammar.IsToken([octet]),
                };

            case State.ValueStart:
                return _trailingSpace || (octet == '"' ? Go(true, State.Quoted) : Go(Grammar.IsToken([octet]), State.Token));

            case State.Token:
                if (_trailingSpace)
                {
                    return Go(true, State.AfterValue);
                }

                return octet == ';' ? Go(true, State.NameStart) : Grammar.IsToken([octet]);

            case State.Quoted: // RFC 9110 §5.6.4: qdtext has no controls but HTAB; a backslash quotes the next octet.
                return octet switch
                {
                    (byte)'"' => Go(true, State.AfterValue),
                    (byte)'\\' => Go(true, State.QuotedPair),
                    _ => Grammar.IsFieldValue([octet]),
                };

            case State.QuotedPair:
                return Go(Grammar.IsFieldValue([octet]), State.Quoted);

            default:
                throw new UnreachableException();
        }
    }

    private bool Go(bool isAllowed, State next)
    {
        _state = next;
        return isAllowed;
    }
}
