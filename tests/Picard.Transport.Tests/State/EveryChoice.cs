namespace Picard.Transport.Tests;

/// <summary>Goes through every list of choices: the last one that has another alternative takes it, those behind it start again.</summary>
internal sealed class EveryChoice
{
    private readonly List<(int Chosen, int Alternatives)> _choices = [];
    private int _position;

    public int Next(int alternatives)
    {
        if (_position == _choices.Count) { _choices.Add((0, alternatives)); }
        return _choices[_position++].Chosen;
    }

    public bool TryAdvance()
    {
        _position = 0;
        while (_choices.Count > 0)
        {
            var (chosen, alternatives) = _choices[^1];
            _choices.RemoveAt(_choices.Count - 1);
            if (chosen + 1 == alternatives) { continue; }
            _choices.Add((chosen + 1, alternatives));
            return true;
        }

        return false;
    }
}
