namespace Picard.Transport;

/// <summary>What one connection has done in the present turn of its loop, and may do still. Beyond its share a read or a flush parks, although it could go on, and is resumed in the next turn.</summary>
/// <remarks>On the loop's thread only: what other threads do holds up nobody.</remarks>
internal struct TurnShare
{
    // Limit: 8 x 8 KiB taken from a client that sends without pause: about 30 µs of copying.
    public const int MaxReceives = 8;

    // Limit: what was received and answered costs far more than what was only received: 8 KiB of pipelined requests are 300 responses, and 100 to 200 µs. After two sends the rest of the input waits,
    // so that one client that pipelines without pause costs the others no more than a few dozen ordinary ones would.
    public const int MaxAnsweredBatches = 2;

    // Limit: bytes sent, and sends, to a client that takes everything at once: 100 to 200 µs of copying, or of system calls.
    public const long MaxSentBytes = 512 * 1024;
    public const int MaxSends = 64;

    private uint _turn;
    private int _receives;
    private int _sends;
    private long _sentBytes;

    public bool TryReceive(uint turn)
    {
        BeginTurn(turn);
        return _sends < MaxAnsweredBatches && _receives++ < MaxReceives;
    }

    /// <summary>After <see cref="TryReceive"/>: whether that receive may count as several.</summary>
    public bool TryReceiveMore(int receives)
    {
        if (_receives + receives > MaxReceives) { return false; }
        _receives += receives;
        return true;
    }

    public bool TrySend(uint turn)
    {
        BeginTurn(turn);
        return _sentBytes < MaxSentBytes && _sends++ < MaxSends;
    }

    /// <summary>What one send may be offered after <see cref="TrySend"/>: a kernel that holds much takes megabytes in one call.</summary>
    public readonly int LeftBytes => (int)(MaxSentBytes - _sentBytes);

    /// <summary>What the send took.</summary>
    public void Sent(int bytes) => _sentBytes += bytes;

    private void BeginTurn(uint turn)
    {
        if (_turn == turn) { return; }
        this = new TurnShare { _turn = turn };
    }
}
