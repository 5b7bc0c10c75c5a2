//snippet
class Frame {}
