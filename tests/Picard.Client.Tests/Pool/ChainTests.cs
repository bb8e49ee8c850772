namespace Picard.Client.Tests.Pool;

public class ChainTests
{
    private readonly Chain<Node, Node.NodeLinks> _chain = new();

    [Fact]
    public void Nodes_AreInTheOrderInWhichTheyWereAdded_BothWays()
    {
        var nodes = Add(3);
        Assert.Equal(nodes, Forwards());
        Assert.Equal(nodes.Reverse(), Backwards());
        Assert.Equal(3, _chain.Count);
    }

    // Seed PL-04, PL-06
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void RemovingTwice_IsHarmless_AndKeepsTheRestInOrder(int removed)
    {
        var nodes = Add(3);
        Assert.True(_chain.Remove(nodes[removed]));
        Assert.False(_chain.Remove(nodes[removed]));
        Node[] left = [.. nodes.Where(node => node != nodes[removed])];
        Assert.Equal(left, Forwards());
        Assert.Equal(left.Reverse(), Backwards());
        Assert.Equal(2, _chain.Count);
    }

    [Fact]
    public void Node_OfAnotherChain_IsLeftThere()
    {
        var other = new Chain<Node, Node.NodeLinks>();
        var node = new Node();
        other.AddLast(node);
        Assert.False(_chain.Remove(node));
        Assert.Throws<InvalidOperationException>(() => _chain.AddLast(node));
        Assert.Same(node, other.First);
    }

    // Seed PL-05
    [Fact]
    public void Chain_ThatIsEmptied_HasNeitherEnd()
    {
        foreach (var node in Add(2))
        {
            _chain.Remove(node);
        }

        Assert.Null(_chain.First);
        Assert.Null(_chain.Last);
        Assert.Equal(0, _chain.Count);
    }

    private Node[] Add(int count)
    {
        Node[] nodes = [.. Enumerable.Range(0, count).Select(_ => new Node())];
        foreach (var node in nodes)
        {
            _chain.AddLast(node);
        }

        return nodes;
    }

    private IEnumerable<Node> Forwards()
    {
        for (var node = _chain.First; node is not null; node = Chain<Node, Node.NodeLinks>.Next(node))
        {
            yield return node;
        }
    }

    private IEnumerable<Node> Backwards()
    {
        for (var node = _chain.Last; node is not null; node = Chain<Node, Node.NodeLinks>.Previous(node))
        {
            yield return node;
        }
    }

    private sealed class Node
    {
        private Links<Node> _links;

        public readonly struct NodeLinks : ILinks<Node>
        {
            public static ref Links<Node> Of(Node node) => ref node._links;
        }
    }
}
