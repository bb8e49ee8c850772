namespace Picard.Client;

/// <summary>A node's place in one chain.</summary>
internal struct Links<TNode>
    where TNode : class
{
    public object? Chain;
    public TNode? Previous;
    public TNode? Next;
}

/// <summary>Which of a node's places a chain uses.</summary>
internal interface ILinks<TNode>
    where TNode : class
{
    static abstract ref Links<TNode> Of(TNode node);
}

/// <summary>A doubly linked list whose links lie in its nodes: every operation takes constant time and allocates nothing.</summary>
internal sealed class Chain<TNode, TLinks>
    where TNode : class
    where TLinks : ILinks<TNode>
{
    public TNode? First { get; private set; }

    public TNode? Last { get; private set; }

    public int Count { get; private set; }

    public static TNode? Next(TNode node) => TLinks.Of(node).Next;

    public static TNode? Previous(TNode node) => TLinks.Of(node).Previous;

    public void AddLast(TNode node)
    {
        ref var links = ref TLinks.Of(node);
        if (links.Chain is not null)
        {
            throw new InvalidOperationException("A node has one place in one chain.");
        }

        links.Chain = this;
        links.Previous = Last;
        if (Last is { } last)
        {
            TLinks.Of(last).Next = node;
        }
        else
        {
            First = node;
        }

        Last = node;
        Count++;
    }

    /// <summary>Takes a node out.</summary>
    /// <returns>False if it is not in this chain; nothing is changed then.</returns>
    public bool Remove(TNode node)
    {
        ref var links = ref TLinks.Of(node);
        if (!ReferenceEquals(links.Chain, this))
        {
            return false;
        }

        if (links.Previous is { } previous)
        {
            TLinks.Of(previous).Next = links.Next;
        }
        else
        {
            First = links.Next;
        }

        if (links.Next is { } next)
        {
            TLinks.Of(next).Previous = links.Previous;
        }
        else
        {
            Last = links.Previous;
        }

        links = default;
        Count--;
        return true;
    }
}
